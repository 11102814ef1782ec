import type { Account } from './world/state.ts';
import type { World } from './world/world.ts';

/** An account as ready lines show it; the fields of the chat are absent where there is none. */
export interface AccountLine {
  name: string;
  title: string;
  kind: Account['kind'];
  verified: boolean;
  appId: string;
  appSecret: string;
  originalId?: string;
  token?: string;
  encodingAesKey?: string;
  pushMode?: 'plain' | 'compatible' | 'safe';
  oauthDomains: string[];
}

export interface WorldLine {
  world: string;
  accounts: AccountLine[];
  people: { name: string; nickname: string }[];
}

/** The part of a ready line that describes a world. */
export function worldLine(world: World): WorldLine {
  return {
    world: world.state.id,
    accounts: world.state.accounts.map(accountLine),
    people: world.state.people.map(({ name, nickname }) => ({ name, nickname })),
  };
}

export function accountLine(account: Account): AccountLine {
  const { name, title, kind, verified, appId, appSecret, originalId, push, oauthDomains } = account;
  return {
    name,
    title,
    kind,
    verified,
    appId,
    appSecret,
    ...(originalId === null ? {} : { originalId }),
    ...(push === null ? {} : { token: push.token, encodingAesKey: push.encodingAesKey, pushMode: push.mode }),
    oauthDomains,
  };
}
