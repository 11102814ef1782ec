/**
 * Faults whose long form is their short one again and again: another order and other made-up input by each seed, beside a
 * gateway under load, which takes processor time and disk away at the wrong moments.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopChild } from '../../packages/gateway/test/soak/child.ts';
import { createGenerator, newAcks } from '../../packages/gateway/test/soak/generator.ts';
import { paced } from '../../packages/gateway/test/soak/pace.ts';
import { settledVerdict } from '../../packages/gateway/test/soak/settled.ts';
import { soakWorld } from '../../packages/gateway/test/soak/world.ts';
import { type Form, harm } from './form.ts';

const gateway = 'packages/gateway/test';
const wechat = 'packages/wechat/test';
const pushesASecond = 50;

export const faults: readonly Form[] = [
  again('R20', 'a full disk', [`${gateway}/faults/disk.test.ts`]),
  again('R21', 'a file of SQLite in the hands of another', [
    `${gateway}/faults/disk.test.ts`,
    `${gateway}/faults/held.all.test.ts`,
    `${gateway}/store/sqlite.test.ts`,
  ]),
  again('R22', 'a damaged file of SQLite', [`${gateway}/faults/disk.test.ts`]),
  again('R23', 'WeChat that does not answer, or breaks off', [`${wechat}/transport.test.ts`]),
  again('R24', 'WeChat that answers as something else', [`${wechat}/transport.test.ts`, `${wechat}/api-reply.test.ts`]),
  again('R25', 'WeChat that answers without end', [`${wechat}/transport.test.ts`]),
  again('R28', 'names of WeChat that lead nowhere, or inside', [
    `${wechat}/dns.test.ts`,
    `${gateway}/faults/dns.test.ts`,
    `${gateway}/avatars/picture-source.test.ts`,
  ]),
  again('R36', 'bodies of every size', [`${gateway}/webhook/receive.test.ts`, `${gateway}/faults/nginx.all.test.ts`]),
  again('R37', 'smuggled requests, 200 made-up ones by each seed', [
    `${gateway}/faults/smuggling.test.ts`,
    `${gateway}/faults/nginx.all.test.ts`,
  ]),
  again('R39', 'a heap of 96 MB', [`${gateway}/faults/room.all.test.ts`]),
  again('R40', 'the event loop kept for two seconds', [`${gateway}/faults/blocked.all.test.ts`]),
  again('R41', 'descriptors used up', [
    `${gateway}/faults/room.all.test.ts`,
    `${gateway}/faults/connection-limit.test.ts`,
  ]),
  again('R44', 'another root secret, Token and EncodingAESKey under traffic', [
    `${gateway}/faults/rotation.test.ts`,
    `${gateway}/operations/backup.test.ts`,
    `${gateway}/sealer.test.ts`,
  ]),
  again('R45', 'backup and restore under load', [`${gateway}/operations/backup.test.ts`]),
];

interface Round {
  readonly seed: number;
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  readonly ms: number;
}

function again(fault: string, what: string, files: readonly string[]): Form {
  return {
    promise: fault,
    what: `${what}: the short form 20 times, by fresh seeds, beside ${pushesASecond} pushes a second`,
    async run({ seed, scale }) {
      const rounds: Round[] = [];
      const beside = await underLoad(seed, async () => {
        for (let turn = 0; turn < Math.max(1, Math.round(20 * scale)); turn++) {
          rounds.push(await round(fault, files, seed + turn));
        }
      });
      const failed = rounds.filter(({ failures }) => failures.length > 0);
      const tests = rounds.reduce((sum, { passed }) => sum + passed, 0);
      return {
        kept: failed.length === 0 && rounds.every(({ passed }) => passed > 0) && harm(beside) === 0,
        report: {
          seeds: [seed, seed + rounds.length - 1],
          rounds: rounds.length,
          passed: tests,
          skipped: rounds.reduce((sum, { skipped }) => sum + skipped, 0),
          failed,
          slowestMs: Math.max(...rounds.map(({ ms }) => ms)),
          beside,
        },
      };
    },
  };
}

/** The tests of these files that name the fault, in an order of this seed. */
async function round(fault: string, files: readonly string[], seed: number): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-again-'));
  const report = join(folder, 'report.json');
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  // Beside a load everything takes longer, and that is no fault.
  const patience = ['--testTimeout=180000', '--hookTimeout=180000'];
  const options = ['--project', '!on PostgreSQL', '--reporter=json', `--outputFile=${report}`, ...patience];
  const order = ['--sequence.shuffle.tests', `--sequence.seed=${seed}`];
  const started = performance.now();
  try {
    const run = spawn(process.execPath, [vitest, 'run', ...files, '-t', `\\b${fault}\\b`, ...options, ...order], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, MINGPIAN_ALL: '1', MINGPIAN_SEED: String(seed) },
      stdio: 'ignore',
    });
    await once(run, 'exit');
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: {
        message: string;
        assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
      }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const named = tests.filter(({ fullName }) => new RegExp(`\\b${fault}\\b`).test(fullName));
    return {
      seed,
      passed: named.filter(({ status }) => status === 'passed').length,
      skipped: named.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
      failures: [
        ...testResults.flatMap(({ message }) => (message === '' ? [] : [message.slice(0, 500)])),
        ...tests
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ').slice(0, 500)}`),
      ],
      ms: Math.round(performance.now() - started),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Pushes go on until the work is done; what came of them is judged as everywhere. */
async function underLoad(seed: number, work: () => Promise<void>) {
  const world = await soakWorld('sqlite');
  const acks = newAcks();
  const generator = createGenerator(acks);
  try {
    const child = await world.start();
    let over = false;
    const pushes = (async () => {
      for (let second = 0; !over; second++) {
        await paced(pushesASecond, 1, (index) => generator.say(child.url, `beside ${seed} ${second} ${index}`));
      }
    })();
    await work().finally(() => {
      over = true;
    });
    await pushes;
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return { sent: acks.sent.size, acknowledged: acks.acknowledged.size, ...verdict };
  } finally {
    generator.close();
    world.close();
  }
}
