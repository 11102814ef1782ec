/** The permission table of an account as its console shows it. */
import type { Account } from '../control/types.ts';

export interface Permission {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly granted: (account: Account) => boolean;
}

const talks = ({ originalId }: Account) => originalId !== undefined;
const verifiedService = ({ kind, verified }: Account) => (kind === 'service' && verified) || kind === 'sandbox';
const verifiedOrTest = ({ kind, verified }: Account) =>
  talks({ originalId: kind === 'website' ? undefined : '' } as Account) && (verified || kind === 'sandbox');

export const permissions: readonly Permission[] = [
  { name: 'push', zh: '接收消息', en: 'receives messages', granted: talks },
  { name: 'user/info', zh: '获取用户基本信息', en: 'profile of followers', granted: verifiedOrTest },
  { name: 'oauth2', zh: '网页授权', en: 'web authorisation', granted: verifiedService },
  { name: 'qrcode', zh: '带参数的二维码', en: 'QR codes with a scene', granted: verifiedService },
  {
    name: 'menu',
    zh: '自定义菜单',
    en: 'menu',
    granted: (account) => talks(account) && (account.kind !== 'subscription' || account.verified),
  },
  { name: 'custom/send', zh: '客服消息', en: 'customer messages', granted: verifiedOrTest },
  { name: 'qrconnect', zh: '网站扫码登录', en: 'sign-in on websites', granted: ({ kind }) => kind === 'website' },
];
