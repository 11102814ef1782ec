/**
 * Which of the article's methods an account may use, from the permission facts. Numbers are those of the article:
 * 1 a push brings the openid and the app token asks `user/info`, 2 OAuth with consent, 3 silent OAuth plus app token.
 */
import type { AccountKind } from '@mingpian/facts/accounts';
import { type Capability, permits } from '@mingpian/facts/permissions';

export type Method =
  /** 1: the push names the openid, `user/info` says what the account may know. */
  | 'message'
  /** 2: `snsapi_userinfo`, the user agrees to give nickname and avatar. */
  | 'consent'
  /** 3: `snsapi_base`, nobody is asked; openid, and for followers what `user/info` gives. */
  | 'silent'
  /** Scan login of a website app. */
  | 'website'
  /** `wx.login` of a mini program. */
  | 'miniprogram'
  /** A second, capable account signs the user in, and both openids are proven to belong together. */
  | 'borrow';

export interface MethodAdvice {
  readonly method: Method;
  /** The article's number, if it knew the method. */
  readonly number?: 1 | 2 | 3;
  readonly usable: boolean;
  /** True when it works for followers only. */
  readonly followersOnly: boolean;
  readonly why: Readonly<Record<'zh' | 'en', string>>;
}

interface Candidate {
  readonly method: Method;
  readonly number?: 1 | 2 | 3;
  readonly needs: readonly Capability[];
  readonly yes: Readonly<Record<'zh' | 'en', string>>;
  readonly no: Readonly<Record<'zh' | 'en', string>>;
}

const NO_OAUTH = {
  zh: '网页授权只开放给已认证的服务号和测试号。',
  en: 'Web authorisation is open to verified service accounts and sandbox accounts only.',
};

const candidates: readonly Candidate[] = [
  {
    method: 'silent',
    number: 3,
    needs: ['webAuthorisation', 'userInfo'],
    yes: {
      zh: '不打扰用户就能得到 openid，关注者还有关注状态和 UnionID。先用它。',
      en: 'Gives the openid without asking anybody, for followers also follow state and UnionID. Begin with it.',
    },
    no: NO_OAUTH,
  },
  {
    method: 'consent',
    number: 2,
    needs: ['webAuthorisation'],
    yes: {
      zh: '需要昵称和头像时用，要在用户点了按钮之后，否则会落在快照页。',
      en: 'For nickname and avatar, after a tap of the user; asked on arrival it ends on a snapshot page.',
    },
    no: NO_OAUTH,
  },
  {
    method: 'message',
    number: 1,
    needs: ['push', 'userInfo'],
    yes: {
      zh: '用户关注或发消息时就知道是谁。2021 年 12 月 27 日起不再有昵称和头像。',
      en: 'Tells who follows or writes. Nickname and avatar are gone from it since 2021-12-27.',
    },
    no: {
      zh: '推送带来 openid，但没有权限调用 user/info。',
      en: 'Pushes bring the openid, but the account may not call user/info.',
    },
  },
  {
    method: 'website',
    needs: ['websiteLogin'],
    yes: {
      zh: '在电脑上扫码登录；同一开放平台下用 UnionID 与公众号相认。',
      en: 'Scan login on a computer; joined with the accounts of the same open platform by UnionID.',
    },
    no: { zh: '需要开放平台的网站应用。', en: 'Needs a website app of the open platform.' },
  },
  {
    method: 'miniprogram',
    needs: ['miniprogramLogin'],
    yes: {
      zh: '小程序里用 wx.login；用 UnionID 与公众号相认。',
      en: 'wx.login inside the mini program; joined with the accounts by UnionID.',
    },
    no: { zh: '只在小程序里有。', en: 'Exists in mini programs only.' },
  },
];

/**
 * Every method with its verdict for this kind of account at the instant `at` (milliseconds since the epoch), usable ones
 * first in the order in which to try them. `borrow` is offered where an account gets pushes but has no OAuth of its own.
 */
export function adviseMethods(
  account: { readonly kind: AccountKind; readonly verified: boolean },
  at: number,
): readonly MethodAdvice[] {
  const can = (capability: Capability): boolean => permits(capability, account, at);
  const advice = candidates.map(({ method, number, needs, yes, no }): MethodAdvice => {
    const usable = needs.every(can);
    const followersOnly = usable && account.kind === 'sandbox';
    return { method, ...(number === undefined ? {} : { number }), usable, followersOnly, why: usable ? yes : no };
  });
  advice.push(borrowAdvice(can('push') && !can('webAuthorisation')));
  return advice.sort((a, b) => Number(b.usable) - Number(a.usable));
}

function borrowAdvice(usable: boolean): MethodAdvice {
  const why = usable
    ? {
        zh: '借用自己的另一个服务号做网页授权，两边的 openid 要双向验证，绝不放进链接。',
        en: 'Let another service account of yours do the OAuth. Both openids are proven from both sides, never put in a link.',
      }
    : { zh: '这个账号自己就能做，或者没有消息推送。', en: 'The account can do it itself, or gets no pushes.' };
  return { method: 'borrow', usable, followersOnly: false, why };
}

/** The method to begin with; undefined when the account can learn no more than the openid of a push. */
export function recommendMethod(
  account: { readonly kind: AccountKind; readonly verified: boolean },
  at: number,
): MethodAdvice | undefined {
  return adviseMethods(account, at).find((advice) => advice.usable);
}
