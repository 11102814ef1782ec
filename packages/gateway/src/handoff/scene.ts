/**
 * A code of the account on a waiting screen: who scans it follows, or follows already, and WeChat pushes the scene. The scan
 * alone signs nobody in: the account asks for the number on the screen, which whoever was sent a picture of the code does not
 * see.
 */
import type { Parts } from '../parts.ts';
import type { Occasion, Reaction, WholePush } from '../webhook/reaction.ts';
import { learnWho, waitingBrowser } from './chat.ts';
import { handoffTexts } from './chat-texts.ts';
import { guessesOf } from './guesses.ts';
import { type Handoffs, stateOf } from './handoffs.ts';

/** Ours among the scenes of an account; other codes of it are none of our business. */
const scene = /^[0-9a-f]{32}$/;

/** Adds to `inner`, which keeps the follower and greets: after a scan of ours, the question takes the place of the greeting. */
export function scans(inner: Reaction, parts: Parts, handoffs: Handoffs): Reaction {
  const { clock, config, store } = parts;
  const texts = handoffTexts[config.language];

  async function question(handle: string, occasion: Occasion): Promise<string | undefined> {
    const { account, openid } = occasion;
    const chat = { appId: account.appId, openid };
    const guesses = guessesOf(chat, parts);
    if (await guesses.exhausted()) return undefined;
    const now = clock.now();
    const handoff = await handoffs.byHandle('scene_qr', handle);
    if (handoff === undefined || handoff.appId !== account.appId) {
      await guesses.missed();
      return undefined;
    }
    const state = stateOf(handoff, now);
    if (state === 'new') await store.handoffs.move(handoff.id, 'new', 'scanned', now, { openid });
    const current = await store.handoffs.find(handoff.id);
    // Whoever scanned first has it; a second scan of theirs asks again.
    const asks = current?.openid === openid && stateOf(current, now) === 'scanned';
    if (!asks) return texts.gone;
    await learnWho(occasion, parts);
    return texts.askNumber(waitingBrowser(current, config.language));
  }

  return {
    wants: (push, occasion) => inner.wants(push, occasion) || (!occasion.late && sceneOf(push) !== undefined),

    async react(push, occasion) {
      const greeting = inner.wants(push, occasion) ? await inner.react(push, occasion) : undefined;
      const handle = sceneOf(push);
      if (handle === undefined || !occasion.trusted || occasion.late) return greeting;
      return (await question(handle, occasion)) ?? greeting;
    },
  };
}

function sceneOf(push: WholePush): string | undefined {
  if (push.type !== 'event' || (push.event !== 'SCAN' && push.event !== 'subscribe')) return undefined;
  const found = push.scene;
  return found !== undefined && scene.test(found) ? found : undefined;
}
