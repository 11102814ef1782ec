import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Figure, Reading } from '../figure.ts';
import { openMicro } from '../micro/batches.ts';

const worldFigure = (id: string, variant: string, most: number): Figure => ({
  id,
  what: `simulator: ${variant}`,
  subject: variant,
  goals: [{ kind: 'microseconds', subject: variant, most }],
  open: () => openMicro('../simulator/world.ts', [variant]),
});

const command = fileURLToPath(new URL('../../../packages/cli/bin/mingpian.mjs', import.meta.url));

/** From the start of the process to its ready line. */
async function untilReady(): Promise<void> {
  const child = spawn(process.execPath, [command, 'simulate', '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const ready: Figure = {
  id: 'Q5',
  what: 'simulator: the command until its ready line, and its end',
  subject: 'simulate --json',
  goals: [{ kind: 'microseconds', subject: 'simulate --json', most: 500_000 }],
  open: async () => ({
    variants: [
      {
        name: 'simulate --json',
        measure: async (ms): Promise<Reading> => {
          const started = performance.now();
          let [times, elapsed] = [0, 0];
          for (; elapsed < ms; elapsed = performance.now() - started) {
            await untilReady();
            times += 1;
          }
          // The work is done by the child, whose processor time is not told.
          return { rate: times / (elapsed / 1000), cpu: (elapsed * 1000) / times };
        },
      },
    ],
    close: async () => {},
  }),
};

export const simulator: readonly Figure[] = [
  worldFigure('Q1', 'createWorld + listen', 15_000),
  worldFigure('Q2', 'fork', 1000),
  worldFigure('Q3', 'advance 30 d, 1000 codes', 50_000),
  // 3000 calls a second.
  worldFigure('Q4', 'user/get + batchget, a million', 333),
  ready,
  worldFigure('Q6', 'a million loaded, first page', 5_000_000),
  // 15 000 requests a second.
  worldFigure('Q7', 'sns/userinfo', 66),
];
