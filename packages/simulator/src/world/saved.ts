import { seededState } from './seed.ts';
import { stateSchema, type WorldState } from './state.ts';

/** What fields there are, and of which kind. Made once: every fork asks. */
let sample: WorldState | undefined;

/**
 * The value as a state that was saved. A TypeError says which field is missing or of another kind; what stands inside of
 * the fields is believed.
 */
export function savedState(value: unknown): WorldState {
  if (typeof value !== 'object' || value === null) throw new TypeError('state: is not an object');
  const given = value as Record<string, unknown>;
  if (given.schema !== stateSchema) {
    throw new TypeError(`state.schema is ${String(given.schema)}, this simulator reads ${stateSchema} only`);
  }
  sample ??= seededState({ id: '', seed: '', profile: 'local', start: 0, offset: 0 });
  for (const [field, like] of Object.entries({ ...sample, clock: undefined, id: undefined })) {
    if (like === undefined) continue;
    if (given[field] === undefined) throw new TypeError(`state.${field} is missing`);
    if (kindOf(given[field]) !== kindOf(like)) throw new TypeError(`state.${field} must be ${kindOf(like)}`);
  }
  const { offset, frozenAt } = (given.clock ?? {}) as { offset?: unknown; frozenAt?: unknown };
  if (typeof offset !== 'number' || (frozenAt !== null && typeof frozenAt !== 'number')) {
    throw new TypeError('state.clock must have offset, a number, and frozenAt, a number or null');
  }
  return value as WorldState;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : `a ${typeof value}`;
}
