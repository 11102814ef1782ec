import { instantOf, WorldClock } from '../world/clock.ts';
import { type Due, dueBetween } from '../world/deadlines.ts';
import type { World } from '../world/world.ts';
import { type Duration, millisecondsOf } from './duration.ts';

/** The part of a test runner's fake timers that is used; they move the host's time and fire what waits for it. */
export interface FakeTimers {
  advanceTimersByTime(milliseconds: number): unknown;
}

/**
 * The clock of a living world: moving it lets happen what falls due on the way, and gives it back in the order of time.
 * Nothing sleeps.
 */
export class LiveClock extends WorldClock {
  readonly #world: World;
  #timers: FakeTimers | undefined;

  constructor(world: World, hostTime: () => number) {
    super(() => world.state.clock, hostTime);
    this.#world = world;
  }

  override advance(duration: Duration): Due[] {
    const milliseconds = millisecondsOf(duration);
    const timers = this.#timers;
    if (timers === undefined || this.frozen || milliseconds < 0) return this.travelTo(this.now() + milliseconds);
    return this.#moving(() => timers.advanceTimersByTime(milliseconds));
  }

  /** To any instant, also to the past: ISO 8601 (Beijing time if it names no zone), milliseconds or a Date. */
  override travelTo(instant: string | number | Date): Due[] {
    return this.#moving(() => super.travelTo(instantOf(instant)));
  }

  override freeze(): Due[] {
    return this.#moving(() => super.freeze());
  }

  override run(): Due[] {
    return this.#moving(() => super.run());
  }

  /**
   * Binds the clock to a test runner's fake time: pass Vitest's `vi` after `vi.useFakeTimers()`, and `advance` moves the
   * timers of the application along with the world. Gives back what undoes it.
   */
  bind(timers: FakeTimers): () => void {
    this.#timers = timers;
    return () => {
      this.#timers = undefined;
    };
  }

  #moving(move: () => void): Due[] {
    const before = this.now();
    move();
    this.#world.emit({ type: 'clock' });
    return dueBetween(this.#world, before, this.now());
  }
}
