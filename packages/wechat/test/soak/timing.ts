/**
 * P12: refusing takes the same time wherever the wrong character stands (Welch's t-test between classes in random
 * order). Long form only: a time on a shared machine proves nothing in a test run. Every sample has inputs of its own,
 * made afresh: two texts that stay where they are differ by their places in the caches, whatever is in them. A control,
 * whose two classes are the same, shows what the method itself comes to.
 */
import { Buffer } from 'node:buffer';
import { PushRefused } from '../../src/errors.ts';
import { createPushReceiver } from '../../src/push-receiver.ts';
import { equalText } from '../../src/text.ts';
import { push, signed, textDocument } from '../pushes.ts';
import { Seeded } from './seeded.ts';

export interface TimingReport {
  readonly seed: number;
  readonly samples: number;
  /** Absolute t between the two classes. */
  readonly t: number;
  /** The same between two classes that are one. */
  readonly control: number;
}

interface Experiment {
  /** Makes what is refused, wrong at the beginning (0) or at the end (1). */
  prepare(side: number, random: Seeded): () => boolean;
  /** Samples above this were interrupted, in nanoseconds. */
  readonly most: number;
}

const RIGHT = 'f464b24fc39322e44b38aa78f5edd27bd1441696';
const BATCH = 64;

/** SIG-10: signatures, states and secrets are compared by one function. */
const comparison: Experiment = {
  most: 50_000,
  prepare(side, random) {
    const bytes = Buffer.from(RIGHT, 'latin1');
    bytes[side === 0 ? 0 : RIGHT.length - 1] = 0x67 + random.below(16);
    const input = bytes.toString('latin1');
    return () => {
      let equal = 0;
      for (let n = 0; n < BATCH; n += 1) equal += equalText(input, RIGHT) ? 1 : 0;
      return equal > 0;
    };
  },
};

/** AES-10: a sealed push with one block that somebody changed. */
function tamperedFrame(): Experiment {
  const at = 1_767_196_800;
  const receiver = createPushReceiver({ ...push, mode: 'safe', clock: { now: () => at * 1000 } });
  const { query, body } = signed(textDocument('你好', '6577309546223567809', at), { at, sealed: true });
  const document = Buffer.from(body);
  const encrypt = /<Encrypt><!\[CDATA\[([^\]]+)/.exec(body)?.[1] ?? '';
  const start = body.indexOf(encrypt);
  return {
    most: 200_000,
    prepare(side, random) {
      const tampered = Buffer.from(document);
      const place = side === 0 ? start : start + encrypt.length - 24;
      const was = tampered[place] as number;
      do tampered[place] = 0x41 + random.below(26);
      while (tampered[place] === was);
      return () => {
        try {
          receiver.open(query, tampered);
          return true;
        } catch (error) {
          if (!(error instanceof PushRefused) || error.reason !== 'msg_signature') throw error;
          return false;
        }
      };
    },
  };
}

export function comparisonTiming(options: { seed: number; samples: number }): TimingReport {
  return { ...options, ...measure(comparison, options) };
}

export function refusalTiming(options: { seed: number; samples: number }): TimingReport {
  return { ...options, ...measure(tamperedFrame(), options) };
}

function measure(
  { prepare, most }: Experiment,
  { seed, samples }: { seed: number; samples: number },
): { t: number; control: number } {
  const random = new Seeded(seed);
  const sides = [new Moments(), new Moments()] as const;
  const controls = [new Moments(), new Moments()] as const;
  for (let i = 0; i < samples; i += 1) {
    const side = random.below(2);
    const half = random.below(2);
    const refused = prepare(side, random);
    const started = process.hrtime.bigint();
    const passed = refused();
    const elapsed = Number(process.hrtime.bigint() - started);
    if (passed) throw new Error('something wrong was taken');
    // The first tenth warms the machine up; what an interruption took says nothing about the work.
    if (i <= samples / 10 || elapsed >= most) continue;
    sides[side as 0 | 1].add(elapsed);
    controls[half as 0 | 1].add(elapsed);
  }
  return { t: welch(sides), control: welch(controls) };
}

function welch([a, b]: readonly [Moments, Moments]): number {
  return Math.abs(a.mean - b.mean) / Math.sqrt(a.errorSquared + b.errorSquared);
}

/** Mean and variance of a stream (Welford). */
class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    const delta = value - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (value - this.#mean);
  }

  get mean(): number {
    return this.#mean;
  }

  get errorSquared(): number {
    return this.#squares / (this.#count - 1) / this.#count;
  }
}
