/** Where WeChat's hosts are: origins, and of a relay perhaps a path below one; without a slash at the end. */
export interface Hosts {
  /** Server-side calls: `/cgi-bin/*`, `/sns/*`. */
  readonly api: string;
  /** Pages in the user's browser: `/connect/*`. */
  readonly open: string;
  /** QR images: `/cgi-bin/showqrcode`. */
  readonly mp: string;
}

export const wechatHosts: Hosts = {
  api: 'https://api.weixin.qq.com',
  open: 'https://open.weixin.qq.com',
  mp: 'https://mp.weixin.qq.com',
};

/** All hosts at one origin: how a simulator is addressed. Throws a `TypeError` when `base` is not an http(s) origin. */
export function hostsAt(base: string): Hosts {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new TypeError('base must be an http or https origin without a path');
  }
  return { api: url.origin, open: url.origin, mp: url.origin };
}
