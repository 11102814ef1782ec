/** P15: the same load for a long time, and what the process holds meanwhile. */
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Child, stopChild } from './child.ts';
import { createGenerator, newAcks, percentile } from './generator.ts';
import { paced } from './pace.ts';
import { type DatabaseName, soakWorld } from './world.ts';

export interface SteadyReport {
  readonly database: DatabaseName;
  readonly rate: number;
  readonly seconds: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicates: number;
  /** After the first part, which warms up, and at the end; bytes after a collection, and open descriptors. */
  readonly heap: { readonly first: number; readonly last: number; readonly bytesAnHour: number };
  readonly descriptors: { readonly first: number; readonly last: number };
  /** p99 of the second and of the last part, in milliseconds. */
  readonly p99: { readonly first: number; readonly last: number };
}

/** In parts of the same length, a sample after each; the load rests while one is taken. */
export async function steady(options: {
  database: DatabaseName;
  rate: number;
  parts: number;
  secondsEach: number;
}): Promise<SteadyReport> {
  const { database, rate, parts, secondsEach } = options;
  const world = await soakWorld(database);
  const acks = newAcks();
  const generator = createGenerator(acks);
  const samples: { heap: number; descriptors: number; p99: number }[] = [];
  try {
    const child = await world.start({}, { flags: ['--expose-gc'] });
    for (let part = 0; part < parts; part += 1) {
      const before = acks.milliseconds.length;
      await paced(rate, secondsEach, (number) => generator.say(child.url, `steady ${part} ${number}`));
      const p99 = percentile(acks.milliseconds.slice(before), 0.99);
      samples.push({ ...(await held(child)), p99 });
    }
    await stopChild(child, 'SIGTERM');
    const { lost, duplicates } = await world.judge(acks);
    const [, first = samples[0]] = samples;
    const last = samples.at(-1);
    if (first === undefined || last === undefined) throw new TypeError('parts must be at least 1');
    return {
      database,
      rate,
      seconds: parts * secondsEach,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      lost,
      duplicates,
      heap: {
        first: first.heap,
        last: last.heap,
        bytesAnHour: slope(samples.slice(1).map(({ heap }) => heap)) * (3600 / secondsEach),
      },
      descriptors: { first: first.descriptors, last: last.descriptors },
      p99: { first: first.p99, last: last.p99 },
    };
  } finally {
    generator.close();
    world.close();
  }
}

async function held({ process: child }: Child): Promise<{ heap: number; descriptors: number }> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  child.kill('SIGUSR2');
  for await (const line of lines) {
    return { heap: JSON.parse(line).heap, descriptors: readdirSync(`/proc/${child.pid}/fd`).length };
  }
  throw new Error('the gateway process has ended');
}

/** Of the straight line through values one step apart, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const above = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const below = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
