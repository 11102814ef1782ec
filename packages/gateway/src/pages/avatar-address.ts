/** Which pictures a page may show: WeChat's own, over https, or those of the configured simulator. */

const longest = 1024;
const host = /^(?:[a-z0-9-]+\.)*qlogo\.cn$/;

/** Where browsers load pictures from, for the policy of a page. */
export function pictureOrigins(simulator: string | undefined): readonly string[] {
  return simulator === undefined ? ['https://*.qlogo.cn'] : [simulator];
}

/**
 * The address to put into a page, or undefined for whatever is not a picture of WeChat. Addresses of before 2021 begin
 * with http; the same picture is there over https. A simulator serves every picture itself.
 */
export function shownAvatar(address: string | undefined, simulator: string | undefined): string | undefined {
  if (address === undefined || address.length > longest || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (simulator !== undefined && (host.test(url.hostname) || url.origin === simulator)) {
    return url.pathname.startsWith('/mmopen/') ? `${simulator}${url.pathname}` : undefined;
  }
  if (!/^https?:$/.test(url.protocol) || !host.test(url.hostname) || url.port !== '' || url.username !== '')
    return undefined;
  return `https://${url.hostname}${url.pathname}`;
}

/** The edge of the picture in pixels: the last segment of its address, in which 0 stands for 640. */
export function avatarEdge(address: string): number {
  return Number(/\/(46|64|96|132)(?:$|\?)/.exec(address)?.[1] ?? 640);
}
