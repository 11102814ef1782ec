/** The three numbers that the phone offers: the one of the computer and two others, in an order that says nothing. */
import type { Sealer } from '../sealer.ts';
import type { Handoff } from '../store/handoffs.ts';

export function choicesFor({ id, matchNumber }: Handoff, sealer: Pick<Sealer, 'digest'>): readonly number[] {
  const bytes = sealer.digest('handoff-choices', id);
  const numbers = [matchNumber];
  for (let at = 0; numbers.length < 3; at++) {
    const other = 10 + (bytes[at]! % 90);
    if (!numbers.includes(other)) numbers.push(other);
  }
  const weight = (number: number) => bytes[16 + (number % 16)]! * 100 + number;
  return numbers.sort((a, b) => weight(a) - weight(b));
}
