/**
 * The configuration as it is written: snake_case, every scalar a text until this schema says what it is. So a secret of
 * digits stays digit for digit, whether it comes from YAML or from the environment.
 */
import { isIP } from 'node:net';
import { shapes } from '@mingpian/facts/shapes';
import { z } from 'zod';
import { methods } from '../methods/method.ts';
import { clientSchema } from './client-schema.ts';

const filled = z.string().min(1, 'must not be empty.');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535.')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port, 0 to 65535.');
const flag = z.enum(['true', 'false'], 'must be true or false.').transform((text) => text === 'true');
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and hyphens.');
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}.`);
const shaped = (shape: RegExp, what: string) => z.string().regex(shape, `must be ${what}.`);
const url = z.string().refine((text) => URL.canParse(text), 'must be a URL.');

/** An address, or one with the length of its network behind it. A network of everything is none. */
function isNetwork(text: string): boolean {
  const [address = '', length, more] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || more !== undefined) return false;
  return length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= bits);
}

const address = z.strictObject({ host: filled.default('127.0.0.1'), port });

const push = z.strictObject({
  mode: oneOf('plain', 'compatible', 'safe'),
  /** 数据格式 of the console. */
  format: oneOf('xml', 'json').default('xml'),
  token: shaped(shapes.pushToken.value, '3 to 32 letters and digits'),
  /** Accepted while a change of Token is under way. */
  previous_tokens: z.array(shaped(shapes.pushToken.value, '3 to 32 letters and digits')).default([]),
  encoding_aes_key: shaped(shapes.encodingAesKey.value, '43 letters and digits').optional(),
  previous_encoding_aes_keys: z.array(shaped(shapes.encodingAesKey.value, '43 letters and digits')).default([]),
  /** Lets plain pushes, which anybody who learns one signed URL can forge, sign in, link and erase. */
  trust_plain_push: flag.default(false),
  /** Accepts a Token that can be guessed. */
  allow_weak_token: flag.default(false),
});

/** `/login/link` and the like are pages. */
const pageNames: ReadonlySet<string> = new Set(['link', 'outcome', 'request', 'scan', 'wait']);

/** What a button does: exactly one of the three. */
const button = {
  name: filled,
  /** An address, or a path of this origin. */
  url: filled.optional(),
  /** Starts a sign-in that leads to this path or return target. */
  login: filled.optional(),
  /** The EventKey of the event CLICK. */
  key: filled.optional(),
};

const menuEntry = z.strictObject({ ...button, buttons: z.array(z.strictObject(button)).optional() });

const account = z.strictObject({
  name: name.refine((text) => !pageNames.has(text), 'is the name of a page; take another.'),
  /** As people see it; the name if left out. */
  title: filled.optional(),
  kind: oneOf('service', 'subscription', 'sandbox', 'website', 'miniprogram'),
  verified: flag.default(false),
  app_id: shaped(shapes.appId.value, 'wx and 16 lower-case hex digits'),
  app_secret: shaped(shapes.appSecret.value, '32 lower-case hex digits'),
  original_id: shaped(shapes.originalId.value, 'gh_ and 12 hex digits').optional(),
  open_platform: name.optional(),
  app_token: oneOf('stable', 'classic').default('stable'),
  borrows: name.optional(),
  /**
   * Ways to sign in that it offers, in this order, unless a client has its own list. Left out: every possible one but
   * `scene_qr`, which makes people follow the account.
   */
  methods: z
    .array(oneOf(...methods))
    .min(1, 'must name at least one method.')
    .optional(),
  /** Hosts of pages that may use WeChat's JS-SDK through this account (JS接口安全域名 of the console). */
  js_domains: z
    .array(shaped(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name in lower case, without scheme and port'))
    .default([]),
  /** The custom menu that `account menu apply` publishes. */
  menu: z.array(menuEntry).min(1, 'must have at least one button.').optional(),
  push: push.optional(),
});

const forward = z.strictObject({
  name,
  accounts: z.array(name).min(1, 'must name at least one account.'),
  kinds: z
    .array(
      z
        .string()
        .regex(/^([a-zA-Z_]{1,40}|event:([a-zA-Z0-9_]{1,60}|\*)|\*)$/, 'must be text, event:subscribe, event:*, or *.'),
    )
    .default(['*']),
  url,
  /** Signs what is sent, as Standard Webhooks has it. */
  signing_secret: shaped(/^[A-Za-z0-9_-]{32,128}$/, '32 to 128 letters, digits, hyphens and underscores'),
  answers: flag.default(false),
});

const apiKey = z.strictObject({
  name,
  api_key: shaped(/^[A-Za-z0-9_-]{43,128}$/, '43 to 128 letters, digits, hyphens and underscores'),
  accounts: z.array(name).min(1, 'must name at least one account.'),
  /** `call` calls WeChat through the gateway; `sign` signs pages for the JS-SDK; `token` gets the app token itself. */
  scopes: z.array(oneOf('call', 'sign', 'token')).min(1, 'must name at least one scope.'),
});

export const schema = z.strictObject({
  public_url: url,
  listen: address.default({ host: '127.0.0.1', port: 4015 }),
  admin: address.default({ host: '127.0.0.1', port: 4019 }),
  root_secret: z.string().min(32, 'must have at least 32 characters.'),
  /** Opens what was sealed with it, and seals nothing: the one of before, or the next one, while a change is under way. */
  previous_root_secret: z.string().min(32, 'must have at least 32 characters.').optional(),
  database: z.strictObject({
    url: z.string().regex(/^(sqlite:.+|postgres(ql)?:.+)$/s, 'must begin with sqlite: or postgres:.'),
  }),
  wechat: z.strictObject({ simulator: url.optional() }).default({}),
  avatars: oneOf('link', 'copy').default('link'),
  /** The language of messages into the chat; pages follow the browser. */
  language: oneOf('zh', 'en').default('zh'),
  /** Lines below this level are not written. */
  log_level: oneOf('debug', 'info', 'warn', 'error').default('info'),
  /** Addresses outside this origin to which a sign-in may lead back. */
  return_targets: z.array(url).default([]),
  /** Names of the files by which WeChat's console proves the callback host. */
  verify_files: z.array(shaped(shapes.verifyFile.value, 'MP_verify_, 16 letters and digits, and .txt')).default([]),
  accounts: z.array(account).min(1, 'must name at least one account.'),
  clients: z.array(clientSchema).default([]),
  /** Services of the house that use WeChat through this gateway. */
  api_keys: z.array(apiKey).default([]),
  /** Systems that hear of pushes. */
  forwards: z.array(forward).default([]),
  /** Lets whoever has this token register clients of its own; left out: nobody can. */
  registration: z
    .strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{32,128}$/, 'must be 32 to 128 letters, digits, - and _.') })
    .optional(),
  /** Addresses or networks of our own proxies, whose X-Forwarded-For says who the visitor is; nobody else's is read. */
  trusted_proxies: z
    .array(z.string().refine(isNetwork, 'must be an address, or a network such as 10.0.0.0/8.'))
    .default([]),
  /** Hosts in private networks to which clients may have themselves notified. */
  private_hosts: z.array(filled).default([]),
});

export type WrittenConfig = z.output<typeof schema>;

/** Fields whose value may stand in a file of its own under the same name with `_file`. */
export const secretFields: ReadonlySet<string> = new Set([
  'root_secret',
  'previous_root_secret',
  'url',
  'app_secret',
  'token',
  'encoding_aes_key',
  'client_secret',
  'api_key',
  'signing_secret',
]);
