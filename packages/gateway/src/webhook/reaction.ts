import type { MalformedPush, Push } from '@mingpian/wechat/push';
import type { Account } from '../accounts.ts';

/** A push that has all that every push has. */
export type WholePush = Exclude<Push, MalformedPush>;

/** What a reaction knows beside the push. */
export interface Occasion {
  readonly account: Account;
  /** Whom the push is about; empty only in a privacy event that names nobody. */
  readonly openid: string;
  /** CreateTime in milliseconds. */
  readonly at: number;
  /** False for plain pushes that the configuration does not trust: then nothing that signs in, links or erases. */
  readonly trusted: boolean;
  /** CreateTime is far from now: nothing but the operator's attention. */
  readonly late: boolean;
  /** The row in the inbox. */
  readonly rowId: string;
}

/**
 * One thing the gateway does about a push. It may run again after a failure or a crash, so doing it twice must be as doing it
 * once.
 */
export interface Reaction {
  /** Cheap and without effects: decides whether the push is kept for this. */
  wants(push: WholePush, occasion: Pick<Occasion, 'account' | 'late'>): boolean;
  /** Answers the text of a reply, or undefined to leave it to the next reaction. */
  react(push: WholePush, occasion: Occasion): Promise<string | undefined>;
}

/** The reactions that want a push, in order; the first reply is the reply, and ends the round. */
export function combined(reactions: readonly Reaction[]): Reaction {
  return {
    wants: (push, occasion) => reactions.some((reaction) => reaction.wants(push, occasion)),
    async react(push, occasion) {
      for (const reaction of reactions) {
        if (!reaction.wants(push, occasion)) continue;
        const reply = await reaction.react(push, occasion);
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
  };
}
