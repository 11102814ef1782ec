/** Text messages: a list of listeners in order, of which the first one that answers has answered. */
import type { Account } from '../accounts.ts';
import { chatTexts } from './chat-texts.ts';
import type { Reaction } from './reaction.ts';
import type { SignInLink } from './sign-in-link.ts';

export interface ChatMessage {
  readonly account: Account;
  readonly openid: string;
  /** As written, without the white space around it. */
  readonly text: string;
  /** False: nothing that signs in or links may follow from it. */
  readonly trusted: boolean;
  /** CreateTime in milliseconds of WeChat's clock. */
  readonly at: number;
}

export interface ChatListener {
  /** Cheap and without effects; most messages are nobody's business. */
  wants(text: string): boolean;
  hear(message: ChatMessage): Promise<string | undefined>;
}

export function conversation(listeners: readonly ChatListener[]): Reaction {
  return {
    wants: (push, { late }) => {
      if (push.type !== 'text' || late) return false;
      const text = push.content.trim();
      return listeners.some((listener) => listener.wants(text));
    },
    async react(push, { account, openid, trusted, at }) {
      if (push.type !== 'text') return undefined;
      const text = push.content.trim();
      for (const listener of listeners) {
        if (!listener.wants(text)) continue;
        const reply = await listener.hear({ account, openid, text, trusted, at });
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
  };
}

const keywords: ReadonlySet<string> = new Set(['授权', '登录', '登錄']);

/** Who writes 授权 gets the link that leads to signing in. */
export function signInKeyword(signInLink: SignInLink, language: 'zh' | 'en'): ChatListener {
  const texts = chatTexts[language];
  return {
    wants: (text) => keywords.has(text),
    async hear({ account, openid, trusted }) {
      const link = await signInLink({ account, openid, trusted });
      if (link === undefined) return texts.noSignIn(account.title);
      return (link.oneTime ? texts.signInOnce : texts.signIn)(account.title, link.anchor);
    },
  };
}
