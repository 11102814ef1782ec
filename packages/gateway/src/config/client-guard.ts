import { possibleMethods } from '../methods/offered.ts';
import { secureAddress } from './addresses.ts';
import { ConfigError } from './error.ts';
import { isGuessable } from './guessable.ts';
import type { ClientConfig, Config } from './shape.ts';

/** What holds for a client of the file and for one that is added later. */
export function checkClient(
  client: ClientConfig,
  field: (name: string) => string,
  { accounts, simulator }: Pick<Config, 'accounts' | 'simulator'>,
  now: number,
): void {
  if (client.clientSecret !== undefined && isGuessable(client.clientSecret)) {
    throw new ConfigError(field('client_secret'), 'can be guessed; take 32 random bytes.');
  }
  if (client.clientSecret === undefined && client.pkce === 'optional') {
    throw new ConfigError(field('pkce'), 'is only optional for a client with a secret.');
  }
  if (client.anyLoopbackRedirect && simulator === undefined) {
    throw new ConfigError(field('any_loopback_redirect'), 'is only for trying out beside a simulator.');
  }
  if (client.redirectUris.length === 0 && !client.anyLoopbackRedirect) {
    throw new ConfigError(field('redirect_uris'), 'must name at least one address.');
  }
  for (const [place, uri] of client.redirectUris.entries()) {
    clientAddress(field(`redirect_uris.${place}`), uri, client.type);
  }
  for (const [place, uri] of client.postLogoutRedirectUris.entries()) {
    clientAddress(field(`post_logout_redirect_uris.${place}`), uri, client.type);
  }
  if (client.backchannelLogoutUri !== undefined) {
    secureAddress(field('backchannel_logout_uri'), client.backchannelLogoutUri);
  }
  if (client.colour !== undefined && contrastWithWhite(client.colour) < 4.5) {
    throw new ConfigError(field('colour'), 'is too light: white text on it needs a contrast of 4.5.');
  }
  const account = client.account === undefined ? undefined : accounts.find(({ name }) => name === client.account);
  if (client.account !== undefined && account === undefined) {
    throw new ConfigError(field('account'), 'names no account of this file.');
  }
  const candidates = account === undefined ? accounts : [account];
  const possible = new Set(candidates.flatMap((each) => possibleMethods(each, accounts, now)));
  if (possible.size === 0) {
    throw new ConfigError(field('account'), 'offers no way to sign in: it neither authorises nor receives pushes.');
  }
  const impossible = client.methods?.find((method) => !possible.has(method));
  if (impossible !== undefined) {
    throw new ConfigError(field('methods'), `names ${impossible}, which this account cannot offer.`);
  }
}

/** Apps may have a scheme of their own, which has to contain a dot like a domain turned round. */
export function clientAddress(field: string, address: string, type: ClientConfig['type']): void {
  const { protocol, hash } = new URL(address);
  if (type === 'native' && /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:$/.test(protocol) && hash === '') return;
  secureAddress(field, address);
}

/** The contrast of white text on a colour `#rrggbb`, 1 to 21, as WCAG 2 defines it. */
function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
