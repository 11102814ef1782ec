/**
 * What people write to the account about a browser that waits. Six digits from its screen are answered with who wants to sign
 * in, and a word in the same chat confirms; after a scanned code the number on the screen does. A code that somebody was
 * talked into sending does nothing by itself.
 */
import { replyLink } from '@mingpian/wechat/reply';
import type { Account } from '../accounts.ts';
import { explainPath } from '../login/paths.ts';
import type { Parts } from '../parts.ts';
import { learnFollower } from '../people/follower.ts';
import type { Handoff } from '../store/handoffs.ts';
import type { ChatListener, ChatMessage } from '../webhook/conversation.ts';
import { confirmWords, handoffTexts } from './chat-texts.ts';
import { deviceText, networkText } from './device.ts';
import { guessesOf } from './guesses.ts';
import { type Handoffs, stateOf } from './handoffs.ts';

const code = /^[0-9]{6}$/;
const number = /^[0-9]{2}$/;

export function handoffChat(parts: Parts, handoffs: Handoffs): ChatListener {
  const { clock, config, people, store } = parts;
  const texts = handoffTexts[config.language];
  const isWord = (text: string) => Object.values(confirmWords).some((word) => word === text.toLowerCase());

  async function hearCode(message: ChatMessage): Promise<string | undefined> {
    const { account, openid, text } = message;
    const chat = { appId: account.appId, openid };
    const guesses = guessesOf(chat, parts);
    if (await guesses.exhausted()) return undefined;
    const now = clock.now();
    const handoff = await handoffs.byHandle('message_code', text, account.appId);
    const taken =
      handoff !== undefined && stateOf(handoff, now) === 'new'
        ? await store.handoffs.move(handoff.id, 'new', 'scanned', now, { openid })
        : undefined;
    if (taken !== undefined) {
      await learnWho(message, parts);
      return texts.askWord(waitingBrowser(taken, config.language));
    }
    await guesses.missed();
    return undefined;
  }

  async function confirm(waiting: Handoff, { account, openid, at }: ChatMessage): Promise<string | undefined> {
    const { id } = await people.see({ account, openid, origin: 'push', at });
    const confirmed = await handoffs.confirm(waiting, { personId: id, openid });
    if (confirmed === undefined) return undefined;
    // Without a name the site goes on; in the chat WeChat can still be asked for one.
    const named = waiting.wantsName === 0 || (await people.nickname(account.appId, openid)) !== undefined;
    if (named || !account.may('webAuthorisation')) return texts.done(waiting.site);
    const address = `${config.publicUrl}${explainPath(account.name, '/me')}`;
    return texts.doneUnnamed(waiting.site, (label) => replyLink(address, label));
  }

  return {
    wants: (text) => code.test(text) || number.test(text) || isWord(text),

    async hear(message) {
      if (!message.trusted) return undefined;
      if (code.test(message.text)) return hearCode(message);
      const byNumber = number.test(message.text);
      const chat = { appId: message.account.appId, openid: message.openid };
      const waiting = await store.handoffs.scannedInChat(byNumber ? 'scene_qr' : 'message_code', chat, clock.now());
      if (waiting === undefined) return undefined;
      if (!byNumber || message.text === String(waiting.matchNumber)) return confirm(waiting, message);
      await handoffs.close(waiting, 'wrong');
      return texts.wrongNumber;
    },
  };
}

/** In a group the unionid may say that they are somebody we know by another account; it is asked for before they confirm. */
export async function learnWho(
  chat: { account: Account; openid: string; at: number },
  parts: Pick<Parts, 'log' | 'people' | 'store' | 'timer' | 'wechatClock'>,
): Promise<void> {
  const { account, openid } = chat;
  if (account.openPlatform === undefined || !account.may('userInfo')) return;
  const identity = await parts.store.people.identity(account.appId, openid);
  if (identity?.unionid == null) await learnFollower(chat, parts);
}

/** The waiting side in words. */
export function waitingBrowser({ site, browser, network }: Handoff, language: 'zh' | 'en') {
  return { site, device: deviceText(browser, language), network: networkText(network) };
}
