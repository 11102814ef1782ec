import type { Fact } from './fact.ts';

/** The last path segment of an avatar address: the side of the square in pixels. 0 is the original of 640. */
export const avatarSizes = {
  value: [0, 46, 64, 96, 132],
  source: ['SNS-UI', 'ARTICLE'],
  grade: 'documented',
} as const satisfies Fact<readonly number[]>;

export type AvatarSize = (typeof avatarSizes.value)[number];

/** An avatar address is `scheme://host` + `path` + token + `/` + `size`. */
export interface AvatarForm {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
  readonly size: AvatarSize;
}

// biome-ignore format: one line a row
export const avatarForms = {
  snsUserInfo: [
    { value: { scheme: 'http', host: 'wx.qlogo.cn', path: '/mmopen/', size: 0 }, source: 'ARTICLE', grade: 'observed', until: '2018-02-09?' },
    { value: { scheme: 'http', host: 'thirdwx.qlogo.cn', path: '/mmopen/vi_32/', size: 132 }, source: ['ANN-AVATAR', 'WxJava#506'], grade: 'observed', since: '2018-02-09?', until: '2021-01-01?' },
    { value: { scheme: 'https', host: 'thirdwx.qlogo.cn', path: '/mmopen/vi_32/', size: 132 }, source: 'PAYLOADS-SNSUI', grade: 'observed', since: '2021-01-01?' },
  ],
  /** Blank since 2021-12-27, so the series ends there. */
  userInfo: [
    { value: { scheme: 'http', host: 'wx.qlogo.cn', path: '/mmopen/', size: 0 }, source: 'ARTICLE', grade: 'observed', until: '2018-02-09?' },
    { value: { scheme: 'http', host: 'thirdwx.qlogo.cn', path: '/mmopen/', size: 132 }, source: ['ANN-AVATAR', 'PAYLOADS-UI'], grade: 'observed', since: '2018-02-09?', until: '2021-12-27' },
  ],
} as const satisfies Record<string, readonly Fact<AvatarForm>[]>;

/** What sns/userinfo shows for a person who has cancelled the WeChat account. */
export const cancelledPerson = {
  value: { nickname: '用户已经注销', headimgurl: '' },
  source: 'PAYLOADS-SNSUI',
  grade: 'observed',
} as const satisfies Fact<{ nickname: string; headimgurl: string }>;

/** The name WeChat gives to people who do not share theirs; the picture is then a grey silhouette. */
export const placeholderNickname = {
  value: '微信用户',
  source: 'FIELD',
  grade: 'reported',
} as const satisfies Fact<string>;
