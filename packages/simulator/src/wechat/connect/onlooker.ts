/** Who opens a page over HTTP, and with what: the phone's cookie, a header or a parameter; and the User-Agent. */
import { userAgents } from '@mingpian/facts/consent';
import type { Client } from '../../world/authorisations.ts';
import { NotInWorld } from '../../world/not-in-world.ts';
import type { Person } from '../../world/state.ts';
import type { World } from '../../world/world.ts';

export const personCookie = 'sim_person';
export const personHeader = 'x-sim-person';
export const personParameter = '_sim_person';

export interface Onlooker {
  person: Person | undefined;
  client: Client;
  /** To be set on the answer when the parameter named the person: the next request will not carry it. */
  setCookie: string | undefined;
}

/** Throws NotInWorld when somebody is named who is not in the world. */
export function onlookerOf(world: World, request: Request): Onlooker {
  const parameter = new URL(request.url).searchParams.get(personParameter);
  const header = request.headers.get(personHeader);
  const name = decoded(header) ?? parameter ?? cookieOf(request);
  const person = name === undefined ? undefined : world.findPerson(name);
  if (name !== undefined && person === undefined) throw new NotInWorld('unknown_person', name);
  return {
    person,
    client: clientOf(request.headers.get('user-agent') ?? ''),
    setCookie: parameter === null || person === undefined ? undefined : cookieFor(person),
  };
}

export function cookieFor(person: Person): string {
  return `${personCookie}=${encodeURIComponent(person.name)}; Path=/; HttpOnly; SameSite=Lax`;
}

function cookieOf(request: Request): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === personCookie) return decoded(value ?? null);
  }
  return undefined;
}

/** Names may be outside Latin-1, which a header cannot carry: then they come percent-encoded. */
function decoded(text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What kind of client a User-Agent speaks of. */
export function clientOf(userAgent: string): Client {
  if (!userAgents.wechat.value.test(userAgent)) return 'browser';
  if (/WindowsWechat/i.test(userAgent)) return 'windows';
  if (/MacWechat/i.test(userAgent)) return 'mac';
  return /Android/i.test(userAgent) ? 'android' : 'ios';
}
