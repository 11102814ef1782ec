import { dueBetween } from '../world/deadlines.ts';
import type { WorldState } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { pushPlatformEvent } from './push.ts';

/** The longest that a host's timer waits: it counts in 31 bits. */
const longestWait = 2 ** 31 - 1;

/**
 * Tells accounts that their verification has lapsed, each once, whether the clock runs there by itself or is moved. Nobody
 * waits for the deliveries: time goes on without them.
 */
export function watchLapses(world: World): void {
  let told = { state: world.state, until: world.now() };
  let cancel = () => {};
  const schedule = () => {
    cancel();
    cancel = () => {};
    if (world.clock.frozen) return;
    const next = Math.min(...lapsesToCome(world.state, told.until));
    if (next === Number.POSITIVE_INFINITY) return;
    cancel = world.hostAfter(Math.min(next - told.until, longestWait), tell, { background: true });
  };
  const tell = () => {
    // Another state in the place of the old one begins its own time.
    if (world.state === told.state) pushLapses(world, told.until, world.now());
    told = { state: world.state, until: world.now() };
    schedule();
  };
  world.subscribe((event) => {
    if (event.type === 'clock') tell();
    else if (event.type === 'state' && event.what === 'accounts') {
      // What is set to an earlier day than today has not lapsed just now.
      told = { state: world.state, until: world.now() };
      schedule();
    }
  });
  schedule();
}

function lapsesToCome({ accounts }: WorldState, after: number): number[] {
  return accounts.flatMap(({ verified, verifiedUntil }) =>
    verified && verifiedUntil !== null && verifiedUntil > after ? verifiedUntil : [],
  );
}

function pushLapses(world: World, from: number, to: number): void {
  for (const { event, at, account } of dueBetween(world, from, to)) {
    if (event !== 'verificationLapsed') continue;
    const expiredTime = Math.floor(at / 1000);
    void pushPlatformEvent(world, world.accountNamed(account), {
      event: 'verify_expired',
      expiredTime,
      failReason: 'annual verification expired',
    });
  }
}
