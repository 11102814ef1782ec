/**
 * App tokens live in two channels that know nothing of each other: `cgi-bin/token` (classic) and `cgi-bin/stable_token`.
 * In each there is one current token and at most one previous one, which is still accepted for five minutes.
 */
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import type { AppToken, TokenChannel, TokenChannels } from './api-use.ts';
import { beijingDay } from './clock.ts';
import type { Account } from './state.ts';
import { newToken } from './tokens.ts';
import type { World } from './world.ts';

export interface IssuedToken {
  value: string;
  /** Seconds that are left. */
  expiresIn: number;
}

/** Every call issues a new token and retires the one before. */
export function issueClassicToken(world: World, account: Account): IssuedToken {
  const overlap = world.hasQuirk(account, 'classicNoOverlap') ? 0 : lifetimes.appTokenOverlap.value;
  return issue(world, account, 'classic', overlap);
}

/** The current token, or a new one when it has less than five minutes left. */
export function issueStableToken(world: World, account: Account): IssuedToken {
  const current = currentToken(world, account, 'stable');
  const secondsLeft = current === undefined ? 0 : secondsUntil(world, current.expiresAt);
  if (current !== undefined && secondsLeft >= lifetimes.stableTokenEarlyRenewal.value) {
    return { value: current.value, expiresIn: secondsLeft };
  }
  return issue(world, account, 'stable', lifetimes.appTokenOverlap.value);
}

/** A new token that kills the old one at once; `exhausted` after the twentieth of a day. Sooner than 30 s it changes nothing. */
export function forceStableToken(world: World, account: Account): IssuedToken | 'exhausted' {
  const { stable } = channelsOf(world, account);
  const now = world.now();
  const interval = lifetimes.forcedRefreshInterval.value * 1000;
  if (stable.lastForcedAt !== null && now >= stable.lastForcedAt && now - stable.lastForcedAt < interval) {
    return issueStableToken(world, account);
  }
  const today = beijingDay(now);
  if (stable.forcedDay !== today) {
    stable.forcedDay = today;
    stable.forced = 0;
  }
  if (stable.forced >= limits.forcedRefreshesPerDay.value) return 'exhausted';
  stable.forced += 1;
  stable.lastForcedAt = now;
  return issue(world, account, 'stable', 0);
}

export type AppTokenStanding =
  | { standing: 'live'; account: Account }
  | { standing: 'unknown' | 'superseded' | 'expired'; account?: Account };

/** What a token is worth now. */
export function standingOfAppToken(world: World, value: string): AppTokenStanding {
  const token = world.state.appTokens[value];
  if (token === undefined) return { standing: 'unknown' };
  const account = world.accountNamed(token.account);
  const now = world.now();
  if (token.deadAt !== null && now >= token.deadAt) return { standing: 'superseded', account };
  if (now >= token.expiresAt) return { standing: 'expired', account };
  return { standing: 'live', account };
}

/** Lets the live tokens of an account answer 42001 from now on. */
export function expireAppTokens(world: World, account: Account): void {
  for (const token of Object.values(world.state.appTokens)) {
    if (token.account === account.name && token.expiresAt > world.now()) token.expiresAt = world.now();
  }
  world.emit({ type: 'state', what: 'appTokens' });
}

function issue(world: World, account: Account, channel: TokenChannel, overlapSeconds: number): IssuedToken {
  const now = world.now();
  const slots = channelsOf(world, account)[channel];
  // Only one previous token is kept: whatever was previous before dies now.
  retire(world, slots.previous, now);
  retire(world, slots.current, now + overlapSeconds * 1000);
  const lifetime = lifetimes.appToken.value;
  const token: AppToken = {
    value: newToken(world, `${channel} token`),
    account: account.name,
    channel,
    issuedAt: now,
    expiresAt: now + lifetime * 1000,
    deadAt: null,
  };
  world.state.appTokens[token.value] = token;
  slots.previous = slots.current;
  slots.current = token.value;
  world.emit({ type: 'state', what: 'appTokens' });
  return { value: token.value, expiresIn: lifetime };
}

function retire(world: World, value: string | null, at: number): void {
  const token = value === null ? undefined : world.state.appTokens[value];
  if (token !== undefined) token.deadAt = token.deadAt === null ? at : Math.min(token.deadAt, at);
}

function currentToken(world: World, account: Account, channel: TokenChannel): AppToken | undefined {
  const value = channelsOf(world, account)[channel].current;
  return value === null ? undefined : world.state.appTokens[value];
}

function secondsUntil(world: World, instant: number): number {
  return Math.max(0, Math.ceil((instant - world.now()) / 1000));
}

function channelsOf(world: World, account: Account): TokenChannels {
  const known = world.state.tokenChannels[account.name];
  if (known !== undefined) return known;
  const fresh: TokenChannels = {
    classic: { current: null, previous: null },
    stable: { current: null, previous: null, lastForcedAt: null, forcedDay: '', forced: 0 },
  };
  world.state.tokenChannels[account.name] = fresh;
  return fresh;
}
