/**
 * Copies of people's pictures, where the configuration says `avatars: copy`. WeChat takes a picture away when its owner
 * changes it, and a page that shows WeChat's address tells WeChat who looks at it; a copy of ours does neither. One copy for
 * each identity, found by a random name, gone with the person.
 */
import type { Clock, Random } from '@mingpian/wechat/ports';
import { newHandle } from '../ids.ts';
import type { Log } from '../log.ts';
import { shownAvatar } from '../pages/avatar-address.ts';
import type { AvatarCopy } from '../store/avatars.ts';
import type { ProfileField } from '../store/profiles.ts';
import type { Store } from '../store/store.ts';
import type { Timer } from '../timer.ts';
import { readPicture } from './picture.ts';
import { PictureError, type PictureSource } from './picture-source.ts';

export interface Avatars {
  /** Copies the picture of an identity unless that is done; never throws. */
  copy(appId: string, openid: string): Promise<void>;
  /** Where a page may load the picture of a field from; waits a moment for a copy that is being made. */
  shown(avatar: ProfileField | undefined): Promise<string | undefined>;
  /** Makes up for copies that failed. */
  catchUp(): Promise<void>;
}

/** How long a page waits for the first copy of a picture, in milliseconds. */
export const copyPatience = 700;
const batch = 100;
/** How long a picture that could not be copied is left alone at least, in milliseconds; later, as long as it has been known. */
const pause = 3_600_000;

export const avatarPath = ({ id }: Pick<AvatarCopy, 'id'>): string => `/avatars/${id}`;

export function copiedAvatars(
  store: Store,
  source: PictureSource,
  deps: { simulator: string | undefined; clock: Clock; random: Random; timer: Timer; log: Log },
): Avatars {
  const { simulator, clock, random, timer, log } = deps;
  const flights = new Map<string, Promise<void>>();

  async function fetched(address: string) {
    const bytes = await source(address);
    const picture = readPicture(bytes);
    if (picture === undefined) throw new PictureError('no_picture');
    return { bytes, picture };
  }

  async function make(appId: string, openid: string): Promise<void> {
    const known = await store.profiles.of(appId, openid);
    const avatar = known.find(({ field }) => field === 'avatar');
    if (avatar === undefined) return;
    const { value, learntAt } = avatar;
    const address = shownAvatar(value, simulator);
    if (address === undefined || (await store.avatars.of(appId, openid))?.source === value) {
      return store.avatars.later(appId, openid, null);
    }
    const { bytes, picture } = await fetched(address).catch(async (error) => {
      const now = clock.now();
      await store.avatars.later(appId, openid, now + Math.max(pause, now - learntAt));
      throw error;
    });
    await store.avatars.put({
      id: newHandle(random),
      appId,
      openid,
      source: value,
      type: picture.type,
      bytes: Buffer.from(bytes).toString('base64'),
      copiedAt: clock.now(),
    });
  }

  const copy = (appId: string, openid: string): Promise<void> => {
    const key = `${appId} ${openid}`;
    const flying = flights.get(key);
    if (flying !== undefined) return flying;
    const flight = make(appId, openid)
      .catch((error) => log.info({ error }, 'a picture was not copied'))
      .finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };

  return {
    copy,

    async shown(avatar) {
      if (avatar === undefined) return undefined;
      const { appId, openid } = avatar;
      const flight = flights.get(`${appId} ${openid}`);
      if (flight !== undefined) await moment(flight, copyPatience, timer);
      const kept = await store.avatars.of(appId, openid);
      return kept === undefined ? undefined : avatarPath(kept);
    },

    async catchUp() {
      for (const { appId, openid } of await store.avatars.wanting(batch, clock.now())) await copy(appId, openid);
    },
  };
}

/** `avatars: link`: the browser loads WeChat's picture itself. */
export function linkedAvatars(simulator: string | undefined): Avatars {
  return {
    copy: async () => {},
    shown: async (avatar) => shownAvatar(avatar?.value, simulator),
    catchUp: async () => {},
  };
}

function moment(work: Promise<void>, ms: number, timer: Timer): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timer.after(ms, resolve);
    void work.then(resolve).finally(cancel);
  });
}
