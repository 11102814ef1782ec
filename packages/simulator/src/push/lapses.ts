import type { Due } from '../world/deadlines.ts';
import type { World } from '../world/world.ts';
import { pushPlatformEvent } from './push.ts';

/** Tells accounts that their verification has lapsed. Nobody waits for the deliveries: time goes on without them. */
export function pushLapses(world: World, due: readonly Due[]): void {
  for (const { event, at, account } of due) {
    if (event !== 'verificationLapsed') continue;
    const expiredTime = Math.floor(at / 1000);
    void pushPlatformEvent(world, world.accountNamed(account), {
      event: 'verify_expired',
      expiredTime,
      failReason: 'annual verification expired',
    });
  }
}
