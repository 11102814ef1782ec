/**
 * The message code: digits from the screen arrive in the chat, the answer names who wants to sign in and asks for a word, and
 * that word in the same chat confirms. A code that somebody was talked into sending does nothing by itself.
 */
import type { Parts } from '../parts.ts';
import type { ChatListener } from '../webhook/conversation.ts';
import { deviceText, networkText } from './device.ts';
import { type Handoffs, stateOf } from './handoffs.ts';

const words = { zh: '确认登录', en: 'sign me in' } as const;
const digitsShape = /^[0-9]{6}$/;
/** Wrong codes of one chat in ten minutes; further ones are not even looked up. */
const misses = 5;
const missesFor = 600_000;

export function handoffChat(parts: Parts, handoffs: Handoffs): ChatListener {
  const { clock, config, people, store } = parts;
  const word = words[config.language];
  const missed = new Map<string, { count: number; until: number }>();
  const isWord = (text: string) => Object.values(words).some((each) => each === text.toLowerCase());

  return {
    wants: (text) => digitsShape.test(text) || isWord(text),

    async hear({ account, openid, text, trusted, at }) {
      if (!trusted) return undefined;
      const now = clock.now();
      if (isWord(text)) {
        const waiting = await store.handoffs.scannedInChat(account.appId, openid, now);
        if (waiting === undefined) return undefined;
        const { personId } = await people
          .see({ account, openid, origin: 'push', at })
          .then(({ id }) => ({ personId: id }));
        const confirmed = await handoffs.confirm(waiting, { personId, openid });
        if (confirmed === undefined) return undefined;
        return config.language === 'zh'
          ? `好了，${waiting.site}已登录。`
          : `Done. You are signed in to ${waiting.site}.`;
      }
      const key = `${account.appId}.${openid}`;
      const before = missed.get(key);
      if (before !== undefined && before.until > now && before.count >= misses) return undefined;
      const handoff = await handoffs.byHandle('code', text, account.appId);
      const taken =
        handoff === undefined || stateOf(handoff, now) !== 'new'
          ? undefined
          : await store.handoffs.move(handoff.id, 'new', 'scanned', now, { openid });
      if (taken === undefined) {
        const count = before !== undefined && before.until > now ? before.count + 1 : 1;
        if (missed.size > 10_000) missed.clear();
        missed.set(key, { count, until: now + missesFor });
        return undefined;
      }
      const device = deviceText(taken.browser, config.language);
      const network = networkText(taken.network);
      return config.language === 'zh'
        ? `${taken.site}想在${device}上登录（网络 ${network}）。是你本人，请回复「${word}」；不是就不用理会。`
        : `${taken.site} asks to sign in on a ${device} (network ${network}). If it is you, answer "${word}"; if not, do nothing.`;
    },
  };
}
