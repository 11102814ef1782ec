import { apiHostAliases, hosts } from '@mingpian/facts/endpoints';

export type WechatHost = 'api' | 'open' | 'mp' | 'avatar';

const byName = new Map<string, WechatHost>([
  [hosts.api.value, 'api'],
  ...apiHostAliases.value.map((name) => [name, 'api'] as const),
  [hosts.open.value, 'open'],
  [hosts.mp.value, 'mp'],
  ['wx.qlogo.cn', 'avatar'],
  ['thirdwx.qlogo.cn', 'avatar'],
]);

/** Every real host name that is answered here, and the domains below which they stand. */
export const wechatHostNames: readonly string[] = [...byName.keys()];
export const wechatDomains = ['weixin.qq.com', 'qlogo.cn'] as const;

/** Does the name stand below one of WeChat's domains? */
export function isOfWechat(host: string): boolean {
  return wechatDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Which of WeChat's hosts is addressed, or undefined for any other name: then all paths are there. */
export function wechatHostOf(host: string): WechatHost | undefined {
  return byName.get(host.toLowerCase().replace(/:\d+$/, ''));
}

/** Is this a name or address of this machine? */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^(?:::1|\[::1\])$/.test(host) ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}
