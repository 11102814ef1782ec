/**
 * Work on what comes in one turn of the event loop, put off until the turn ends and then done in a row.
 *
 * A busy server finds many sockets ready in a turn. To take each through reading, checking and answering by itself
 * means that every step finds the processor's caches filled by the others, which for a push costs more than the
 * checks do. When all wait for the end of the turn each step is taken by all of them one after the other. A request
 * that is alone loses some microseconds.
 */
import { isNode } from './runtime.ts';

/** Taken when this is loaded: a test that stops the clock stops this function too, and nobody would be answered. */
const { setImmediate } = globalThis;

let end: Promise<void> | undefined;

/** Under Node the end of this turn, the same promise for all who ask in it; elsewhere there is nothing to wait for. */
export const endOfTurn: () => Promise<void> | undefined = isNode()
  ? () => {
      end ??= new Promise((resolve) => {
        setImmediate(() => {
          end = undefined;
          resolve();
        });
      });
      return end;
    }
  : () => undefined;
