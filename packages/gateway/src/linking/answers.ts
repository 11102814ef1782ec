/** The number of a link, as it comes back in the chat. */
import type { Account } from '../accounts.ts';
import { texts } from '../pages/language.ts';
import type { Linking } from './joining.ts';

/** A listener of the webhook's conversation. */
export interface LinkAnswers {
  wants(text: string): boolean;
  hear(message: {
    readonly account: Account;
    readonly openid: string;
    readonly text: string;
    /** False for a push that proves nobody: its numbers are not even compared. */
    readonly trusted: boolean;
  }): Promise<string | undefined>;
}

const sixDigits = /^[0-9]{6}$/;

export function linkAnswers(linking: Linking, language: 'zh' | 'en'): LinkAnswers {
  const text = texts[language].link;
  return {
    wants: (message) => sixDigits.test(message),
    async hear({ account, openid, text: digits, trusted }) {
      const confirmation = trusted ? await linking.confirm({ account, openid, digits }) : undefined;
      if (confirmation === undefined) return undefined;
      switch (confirmation.kind) {
        case 'linked':
          return text.replyDone;
        case 'refused':
          return text.replyRefused;
        case 'wrong':
          return text.replyWrong(confirmation.left);
        case 'burnt':
          return text.replyBurnt;
      }
    },
  };
}
