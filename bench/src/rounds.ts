import type { Reading, Variant } from './figure.ts';

/** Readings of every variant, one a round, in the order of the rounds. */
export type Readings = ReadonlyMap<string, readonly Reading[]>;

/**
 * Measures all variants in turn, round after round, every second round backwards, so that neither a slow minute nor the
 * place in the queue favours one of them. The first round warms up and is thrown away.
 */
export async function measureRounds(
  variants: readonly Variant[],
  options: { rounds: number; sliceMs: number; onRound: (round: number) => void },
): Promise<Readings> {
  const readings = new Map<string, Reading[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= options.rounds; round += 1) {
    options.onRound(round);
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      const reading = await variant.measure(options.sliceMs, round);
      if (round > 0) readings.get(variant.name)?.push(reading);
    }
  }
  return readings;
}
