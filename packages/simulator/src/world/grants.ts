/** Codes, and the grants that codes become: user tokens and refresh tokens. */
import { lifetimes } from '@mingpian/facts/lifetimes';
import { refreshing } from '@mingpian/facts/rules';
import type { AuthoriseRequest, Code, Grant, UserToken } from './authorisations.ts';
import { hexText } from './identifiers.ts';
import type { Account, Person } from './state.ts';
import { newCode, newToken } from './tokens.ts';
import type { World } from './world.ts';

export function mintCode(
  world: World,
  request: Pick<AuthoriseRequest, 'account' | 'person' | 'scope'>,
  virtual: string | null,
  seconds: number = lifetimes.code.value,
): Code {
  const now = world.now();
  const code: Code = {
    value: newCode(world),
    account: request.account,
    person: request.person,
    virtual,
    scope: request.scope,
    mintedAt: now,
    expiresAt: now + seconds * 1000,
    usedAt: null,
  };
  world.state.codes[code.value] = code;
  return code;
}

/** The scope under which a mini program's login codes are kept; no link can ask for it. */
export const jsCodeScope = 'wx.login';

/** What a mini program's `wx.login` gets. */
export function mintJsCode(world: World, person: Person, account: Account): Code {
  const request = { account: account.name, person: person.name, scope: jsCodeScope };
  return mintCode(world, request, null, lifetimes.jsCode.value);
}

/** Burns the code and gives what it stands for. The caller has checked that it may be used. */
export function exchangeCode(world: World, code: Code): Grant {
  const now = world.now();
  code.usedAt = now;
  if (code.scope === 'snsapi_base' && world.hasQuirk(world.accountNamed(code.account), 'baseAuthKillsRefresh')) {
    for (const earlier of Object.values(world.state.grants)) {
      if (earlier.account === code.account && earlier.person === code.person) earlier.deadAt ??= now;
    }
  }
  const id = hexText(world.draw('grant', 8));
  const grant: Grant = {
    id,
    account: code.account,
    person: code.person,
    virtual: code.virtual,
    scope: code.scope,
    grantedAt: now,
    token: newUserToken(world, id).value,
    refreshToken: newToken(world, 'refresh token'),
    refreshExpiresAt: now + lifetimes.refreshToken.value * 1000,
    withdrawnAt: null,
    deadAt: null,
  };
  world.state.grants[id] = grant;
  world.state.refreshTokens[grant.refreshToken] = id;
  world.emit({ type: 'state', what: 'grants' });
  return grant;
}

/** The same token with a new life while it lives, otherwise a new one. */
export function refreshGrant(world: World, grant: Grant): void {
  const now = world.now();
  const current = world.state.userTokens[grant.token];
  if (current !== undefined && now < current.expiresAt) current.expiresAt = now + lifetimes.userToken.value * 1000;
  else grant.token = newUserToken(world, grant.id).value;
  const account = world.accountNamed(grant.account);
  if (refreshing.rotatesRefreshToken.value || world.hasQuirk(account, 'rotateRefreshToken')) {
    grant.refreshToken = newToken(world, 'refresh token');
    world.state.refreshTokens[grant.refreshToken] = grant.id;
  }
  world.emit({ type: 'state', what: 'grants' });
}

/** The openid that the grant's tokens speak of: that of a snapshot page's virtual user, or the person's. */
export function openidOfGrant(world: World, grant: Grant): string {
  return grant.virtual ?? world.openidOf(grant.person, world.accountNamed(grant.account));
}

/** Lets the live user tokens of an account, or of one person there, answer 42001 from now on. Refresh tokens live on. */
export function expireUserTokens(world: World, account: Account, person?: string): void {
  for (const token of Object.values(world.state.userTokens)) {
    const grant = world.state.grants[token.grant];
    if (grant?.account !== account.name || (person !== undefined && grant.person !== person)) continue;
    token.expiresAt = Math.min(token.expiresAt, world.now());
  }
  world.emit({ type: 'state', what: 'grants' });
}

/** The person takes back what the account was allowed: its tokens answer 50001, the next sheet is shown again. */
export function withdrawGrants(world: World, account: Account, person: string): void {
  const now = world.now();
  for (const grant of Object.values(world.state.grants)) {
    if (grant.account === account.name && grant.person === person) grant.withdrawnAt ??= now;
  }
  const consent = world.state.consents[account.name]?.[person];
  if (consent !== undefined) consent.withdrawnAt ??= now;
  world.emit({ type: 'state', what: 'grants' });
}

function newUserToken(world: World, grant: string): UserToken {
  const now = world.now();
  const token: UserToken = {
    value: newToken(world, 'user token'),
    grant,
    issuedAt: now,
    expiresAt: now + lifetimes.userToken.value * 1000,
  };
  world.state.userTokens[token.value] = token;
  return token;
}
