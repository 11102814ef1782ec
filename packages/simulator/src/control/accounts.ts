import { isIPv4 } from 'node:net';
import { accountFact, accounts as accountKinds } from '@mingpian/facts/accounts';
import { callbackHosts } from '@mingpian/facts/consent';
import { pushPorts } from '@mingpian/facts/delivery';
import { valueAt } from '@mingpian/facts/fact';
import { limits } from '@mingpian/facts/limits';
import { isQuirkName, quirks } from '@mingpian/facts/quirks';
import { shapes } from '@mingpian/facts/shapes';
import { z } from 'zod';
import { encryptionExists, verifyPushUrl } from '../push/push.ts';
import { accountLine } from '../ready-line.ts';
import { Refusal } from '../wechat/call.ts';
import { checkedMenu } from '../wechat/cgi-bin/menu/create.ts';
import { isLoopback } from '../wechat/hosts.ts';
import { seededAccount } from '../world/seed.ts';
import type { Account, Menu, PushSettings } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { operation } from './operation.ts';
import { Problem } from './problems.ts';
import { isoTime, name, time } from './schemas.ts';

const kind = z.enum(accountKinds.map((row) => row.kind));
const pushSettings = z.strictObject({
  url: z.string().nullable().optional(),
  mode: z.enum(['plain', 'compatible', 'safe']).optional(),
  token: z.string().regex(shapes.pushToken.value, '3 to 32 letters and digits').optional(),
  encodingAesKey: z.string().regex(shapes.encodingAesKey.value, '43 letters and digits').optional(),
});

/** Addresses and CIDR blocks; an empty list lets everybody in. */
const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const settings = {
  verified: z.boolean().optional(),
  verifiedUntil: time.nullable().optional().meta({ description: 'When the yearly verification lapses; null never' }),
  title: z.string().min(1).optional(),
  oauthDomains: z.array(z.string()).optional(),
  openPlatform: z.string().min(1).nullable().optional(),
  ipAllowlist: z.array(address).optional(),
  banned: z.boolean().optional(),
  secretFrozen: z.boolean().optional(),
  frozen: z.boolean().optional(),
  tokenBarred: z.boolean().optional(),
  migratedFrom: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'The account whose followers came over by an approved migration, just now' }),
  push: pushSettings.optional(),
  quirks: z.array(z.string().refine(isQuirkName, `one of ${quirks.map((quirk) => quirk.name).join(', ')}`)).optional(),
};
const change = z.strictObject({ kind: kind.optional(), ...settings });
const creation = z.strictObject({ name, kind, ...settings });
/** An account of a seed file: one that exists is changed, another one is made, of kind `service` if it names none. */
export const seedAccount = z.strictObject({ name, kind: kind.optional(), ...settings });
type Change = z.output<typeof change>;
export type AccountChange = Change;

const accountAnswer = z
  .looseObject({
    name: z.string(),
    title: z.string(),
    kind,
    verified: z.boolean(),
    appId: z.string(),
    appSecret: z.string(),
    oauthDomains: z.array(z.string()),
    openPlatform: z.string().nullable(),
    ipAllowlist: z.array(z.string()),
    banned: z.boolean(),
    secretFrozen: z.boolean(),
    quirks: z.array(z.string()),
  })
  .meta({ id: 'Account' });

function describe(account: Account): unknown {
  const { openPlatform, ipAllowlist, banned, secretFrozen, frozen, tokenBarred, quirks, verifiedUntil, push } = account;
  const { migratedFrom } = account;
  return {
    ...accountLine(account),
    verifiedUntil: verifiedUntil === null ? null : isoTime(verifiedUntil),
    openPlatform,
    ipAllowlist,
    banned,
    secretFrozen,
    frozen,
    tokenBarred,
    migratedFrom: migratedFrom?.account ?? null,
    ...(push && {
      push: { url: push.url, mode: push.mode, token: push.token, encodingAesKey: push.encodingAesKey },
    }),
    quirks,
  };
}

/** The box of the console: a host, no scheme, no path; an address or a port only for a test account (rows D-02, D-04, D-05). */
function checkDomains(world: World, account: Account, domains: readonly string[]): void {
  const limit = valueAt(limits.oauthDomains, world.now()) ?? 1;
  if (domains.length > limit) {
    throw new Problem(
      422,
      `oauthDomains: ${domains.length} hosts, but the limit is ${limit} (1 before 2018-05, then 2)`,
    );
  }
  const allowed = callbackHosts.find(({ kind }) => kind === account.kind) ?? callbackHosts[0];
  for (const domain of domains) {
    const [, host, port] = /^([A-Za-z0-9][A-Za-z0-9.-]*)(:\d{1,5})?$/.exec(domain) ?? [];
    if (host === undefined || (port !== undefined && !allowed.port)) {
      const form = allowed.port ? 'a host or host:port' : 'a host without port';
      throw new Problem(422, `oauthDomains: ${JSON.stringify(domain)} must be ${form}, without scheme and path`);
    }
    // A loopback address is allowed for the sake of tests: the profile decides about it when a link is opened.
    if (isIPv4(host) && !allowed.ipAddress && !isLoopback(host)) {
      throw new Problem(422, `oauthDomains: ${host} is an address; only a test account may have one`);
    }
  }
}

/** WeChat calls ports 80 and 443 only. Profile `local` lets loopback hosts pass, and says so in the report (row M-33). */
function checkPushUrl(world: World, text: string): void {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Problem(422, 'url: must be an http or https URL');
  if (isLoopback(url.hostname)) {
    if (world.state.profile === 'production') {
      throw new Problem(422, 'url: WeChat does not reach a loopback host; profile "local" allows it');
    }
    if (url.port !== '') world.finding('would-fail', 'M-33', 'the push URL has a port; WeChat calls 80 and 443 only');
    return;
  }
  if (url.port !== '' && !(pushPorts.value as readonly number[]).includes(Number(url.port)))
    throw new Problem(
      422,
      `url: port ${url.port} is not possible, WeChat calls ports ${pushPorts.value.join(' and ')} only`,
    );
}

function changePush(world: World, account: Account, given: NonNullable<Change['push']>): void {
  if (account.push === null) throw new Problem(422, `push: an account of kind ${account.kind} receives no pushes`);
  if (given.mode !== undefined && given.mode !== 'plain' && !encryptionExists(world.now())) {
    throw new Problem(
      422,
      `push.mode: encryption exists since 2014-10-13, and the world's clock stands before; "plain" is allowed`,
    );
  }
  if (typeof given.url === 'string') checkPushUrl(world, given.url);
  const next: PushSettings = { ...account.push };
  if (given.url !== undefined) next.url = given.url;
  if (given.mode !== undefined) next.mode = given.mode;
  if (given.token !== undefined) next.token = given.token;
  if (given.encodingAesKey !== undefined && given.encodingAesKey !== next.encodingAesKey) {
    next.previousEncodingAesKey = next.encodingAesKey;
    next.encodingAesKey = given.encodingAesKey;
  }
  account.push = next;
}

/** Another kind of account has a chat or has none. */
function changeKind(world: World, account: Account, next: Account['kind']): void {
  account.kind = next;
  const hasChat = accountFact(next).conversation;
  if (hasChat === (account.originalId !== null)) return;
  const fresh = seededAccount(world.state.seed, { name: account.name, kind: next });
  account.originalId = fresh.originalId;
  account.push = fresh.push;
}

/** Changes what is named. On a copy first, so that a refused change leaves nothing half done. */
function changed(world: World, account: Account, given: Change): Account {
  const next = structuredClone(account);
  const { kind: nextKind, push, oauthDomains, migratedFrom, quirks: named, ...plain } = given;
  if (nextKind !== undefined) changeKind(world, next, nextKind);
  if (oauthDomains !== undefined) {
    checkDomains(world, next, oauthDomains);
    next.oauthDomains = oauthDomains;
  }
  if (push !== undefined) changePush(world, next, push);
  if (migratedFrom === null) next.migratedFrom = null;
  else if (migratedFrom !== undefined) {
    next.migratedFrom = { account: world.accountNamed(migratedFrom).name, at: world.now() };
  }
  if (named !== undefined) next.quirks = named.filter(isQuirkName);
  for (const [field, value] of Object.entries(plain)) {
    if (value !== undefined) Object.assign(next, { [field]: value });
  }
  return next;
}

export function createAccount(
  world: World,
  { name: newName, kind: newKind, ...rest }: z.output<typeof creation>,
): Account {
  if (world.state.accounts.some((account) => account.name === newName)) {
    throw new Problem(409, `there is an account named ${newName} already`);
  }
  const account = changed(world, seededAccount(world.state.seed, { name: newName, kind: newKind }), rest);
  world.state.accounts.push(account);
  world.emit({ type: 'state', what: 'accounts' });
  return account;
}

export function changeAccount(world: World, account: Account, given: Change): void {
  Object.assign(account, changed(world, account, given));
  world.emit({ type: 'state', what: 'accounts' });
}

const one = '/worlds/{world}/accounts/{account}';
const menuAnswer = z.looseObject({ button: z.array(z.looseObject({ name: z.string() })) }).nullable();

export const accountOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/accounts',
    summary: 'All accounts',
    answer: z.object({ accounts: z.array(accountAnswer) }),
    handle: ({ world }) => ({ accounts: world.state.accounts.map(describe) }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/accounts',
    summary: 'A new account',
    body: creation,
    answer: accountAnswer,
    status: 201,
    handle: ({ world, body }) => describe(createAccount(world, body)),
  }),
  operation({
    method: 'get',
    path: one,
    summary: 'One account, with its secrets',
    answer: accountAnswer,
    handle: ({ world, params }) => describe(world.accountNamed(params.account ?? '')),
  }),
  operation({
    method: 'put',
    path: one,
    summary: 'Changes the settings that are named; push settings hold at once, without verification',
    body: change,
    answer: accountAnswer,
    handle: ({ world, params, body }) => {
      const account = world.accountNamed(params.account ?? '');
      changeAccount(world, account, body);
      return describe(account);
    },
  }),
  operation({
    method: 'post',
    path: `${one}/connect`,
    summary: 'Performs the verification GET; only when it succeeds is the URL stored',
    body: z.strictObject({ url: z.string() }),
    answer: z.object({ ok: z.boolean(), reason: z.string().optional() }),
    handle: async ({ world, params, body: { url } }) => {
      const account = world.accountNamed(params.account ?? '');
      if (account.push === null) throw new Problem(422, `url: an account of kind ${account.kind} receives no pushes`);
      checkPushUrl(world, url);
      const verification = await verifyPushUrl(world, account, url);
      if (verification.ok) {
        account.push.url = url;
        world.emit({ type: 'state', what: 'accounts' });
      }
      return verification;
    },
  }),
  operation({
    method: 'get',
    path: `${one}/menu`,
    summary: 'The menu as menu/create got it, or null',
    answer: menuAnswer,
    handle: ({ world, params }) => world.state.menus[world.accountNamed(params.account ?? '').name] ?? null,
  }),
  operation({
    method: 'put',
    path: `${one}/menu`,
    summary: 'Publishes a menu as the console does, by the rules of menu/create; null takes it down',
    body: z.strictObject({ button: z.array(z.looseObject({ name: z.string() })) }).nullable(),
    answer: menuAnswer,
    handle: ({ world, params, body }) => {
      const account = world.accountNamed(params.account ?? '');
      if (body === null) delete world.state.menus[account.name];
      else world.state.menus[account.name] = publishable(world, body.button);
      world.emit({ type: 'state', what: 'menus' });
      return world.state.menus[account.name] ?? null;
    },
  }),
];

/** The buttons as the console publishes them, by the rules of menu/create. */
export function publishable(world: World, buttons: unknown): Menu {
  try {
    return checkedMenu(world, buttons);
  } catch (error) {
    if (error instanceof Refusal) throw new Problem(422, `button: menu/create would answer ${error.errcode}`);
    throw error;
  }
}
