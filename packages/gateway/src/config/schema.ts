/**
 * The configuration as it is written: snake_case, every scalar a text until this schema says what it is. So a secret of
 * digits stays digit for digit, whether it comes from YAML or from the environment. What it says of its fields is also the JSON
 * Schema that `config schema` prints. `writeOnly`, that schema's word for a secret, marks what `config print` never shows and what
 * may stand in a file of its own.
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
  .refine((number) => number <= 65_535, 'must be a port, 0 to 65535.')
  .meta({ type: ['integer', 'string'], minimum: 0, maximum: 65_535 });
const connections = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be a number, 1 to 999999.')
  .transform(Number)
  .meta({ type: ['integer', 'string'], minimum: 1, maximum: 999_999 });
const flag = z.enum(['true', 'false'], 'must be true or false.').transform((text) => text === 'true');
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and hyphens.');
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}.`);
const shaped = (shape: RegExp, what: string) => z.string().regex(shape, `must be ${what}.`);
const secret = (shape: RegExp, what: string) => shaped(shape, what).meta({ writeOnly: true });
const url = z
  .string()
  .refine((text) => URL.canParse(text), 'must be a URL.')
  .meta({ format: 'uri' });

/** An address, or one with the length of its network behind it. A network of everything is none. */
function isNetwork(text: string): boolean {
  const [address = '', length, more] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || more !== undefined) return false;
  return length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= bits);
}

const listener = (at: number) => z.strictObject({ host: filled.default('127.0.0.1'), port: port.default(at) });
const publicListener = listener(4015).extend({
  max_connections: connections
    .default(12_000)
    .describe('Open at once; further ones are closed, as they are where the process has no descriptors for so many.'),
});

const pushToken = secret(shapes.pushToken.value, '3 to 32 letters and digits');
const aesKey = secret(shapes.encodingAesKey.value, '43 letters and digits');
const push = z.strictObject({
  mode: oneOf('plain', 'compatible', 'safe'),
  format: oneOf('xml', 'json').default('xml').describe('数据格式 of the console.'),
  token: pushToken,
  previous_tokens: z.array(pushToken).default([]).describe('Accepted while a change of Token is under way.'),
  encoding_aes_key: aesKey.optional(),
  previous_encoding_aes_keys: z.array(aesKey).default([]),
  trust_plain_push: flag
    .default(false)
    .describe('Lets plain pushes, which anybody who learns one signed URL can forge, sign in, link and erase.'),
  allow_weak_token: flag.default(false).describe('Accepts a Token that can be guessed.'),
});

/** `/login/link` and the like are pages. */
const pageNames: ReadonlySet<string> = new Set(['link', 'outcome', 'request', 'scan', 'wait']);

/** What a button does: exactly one of the three. */
const button = {
  name: filled,
  url: filled.optional().describe('An address, or a path of this origin.'),
  login: filled.optional().describe('Starts a sign-in that leads to this path or return target.'),
  key: filled.optional().describe('The EventKey of the event CLICK.'),
};

const menuEntry = z.strictObject({ ...button, buttons: z.array(z.strictObject(button)).optional() });

const account = z.strictObject({
  name: name.refine((text) => !pageNames.has(text), 'is the name of a page; take another.'),
  title: filled.optional().describe('As people see it; the name if left out.'),
  kind: oneOf('service', 'subscription', 'sandbox', 'website', 'miniprogram'),
  verified: flag.default(false),
  app_id: shaped(shapes.appId.value, 'wx and 16 lower-case hex digits'),
  app_secret: secret(shapes.appSecret.value, '32 lower-case hex digits'),
  original_id: shaped(shapes.originalId.value, 'gh_ and 12 hex digits').optional(),
  open_platform: name.optional(),
  app_token: oneOf('stable', 'classic').default('stable'),
  borrows: name.optional(),
  methods: z
    .array(oneOf(...methods))
    .min(1, 'must name at least one method.')
    .optional()
    .describe(
      'Ways to sign in that it offers, in this order, unless a client has its own list. Left out: every possible one but ' +
        'scene_qr, which makes people follow the account.',
    ),
  js_domains: z
    .array(shaped(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name in lower case, without scheme and port'))
    .default([])
    .describe("Hosts of pages that may use WeChat's JS-SDK through this account (JS接口安全域名 of the console)."),
  menu: z
    .array(menuEntry)
    .min(1, 'must have at least one button.')
    .optional()
    .describe('The custom menu that `account menu apply` publishes.'),
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
  url: url.meta({ writeOnly: true }).describe('Where pushes are sent; many such addresses are a secret themselves.'),
  signing_secret: secret(/^[A-Za-z0-9_-]{32,128}$/, '32 to 128 letters, digits, hyphens and underscores').describe(
    'Signs what is sent, as Standard Webhooks has it.',
  ),
  answers: flag.default(false),
});

const apiKey = z.strictObject({
  name,
  api_key: secret(/^[A-Za-z0-9_-]{43,128}$/, '43 to 128 letters, digits, hyphens and underscores'),
  accounts: z.array(name).min(1, 'must name at least one account.'),
  scopes: z
    .array(oneOf('call', 'sign', 'token'))
    .min(1, 'must name at least one scope.')
    .describe(
      'call: calls WeChat through the gateway; sign: signs pages for the JS-SDK; token: gets the app token itself.',
    ),
});

const rootSecret = z.string().min(32, 'must have at least 32 characters.').meta({ writeOnly: true });

export const schema = z.strictObject({
  public_url: url.describe('The only source of links and of the issuer: scheme, host and port.'),
  listen: publicListener.default({ host: '127.0.0.1', port: 4015, max_connections: 12_000 }),
  admin: listener(4019)
    .default({ host: '127.0.0.1', port: 4019 })
    .describe('/metrics, /healthz and /readyz, for the operator.'),
  root_secret: rootSecret.describe('Seals whatever the database keeps secret: `mingpian keys generate`.'),
  previous_root_secret: rootSecret
    .optional()
    .describe(
      'Opens what was sealed with it, and seals nothing: the one of before, or the next one, while a change is under way.',
    ),
  database: z.strictObject({
    url: z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:.+)$/s, 'must begin with sqlite: or postgres:.')
      .meta({ writeOnly: true }),
    backup_keys: filled
      .optional()
      .describe(
        'Folder of the keys that seal backups, one a day, destroyed within 30 days and every backup with it. Copy it apart ' +
          'from the backups. Left out: backups are not sealed.',
      ),
  }),
  wechat: z
    .strictObject({ simulator: url.optional().describe('Origin of a simulator on this machine.') })
    .default({})
    .describe('The real WeChat if left out.'),
  avatars: oneOf('link', 'copy').default('link').describe('Pictures stay with WeChat, or are copied.'),
  language: oneOf('zh', 'en').default('zh').describe('Of messages into the chat; pages follow the browser.'),
  log_level: oneOf('debug', 'info', 'warn', 'error')
    .default('info')
    .describe('Lines below this level are not written.'),
  return_targets: z.array(url).default([]).describe('Addresses outside this origin to which a sign-in may lead back.'),
  verify_files: z
    .array(shaped(shapes.verifyFile.value, 'MP_verify_, 16 letters and digits, and .txt'))
    .default([])
    .describe("Names of the files by which WeChat's console proves the callback host."),
  accounts: z.array(account).min(1, 'must name at least one account.'),
  clients: z.array(clientSchema).default([]).describe('Applications that sign people in through OpenID Connect.'),
  api_keys: z.array(apiKey).default([]).describe('Services of the house that use WeChat through this gateway.'),
  forwards: z.array(forward).default([]).describe('Systems that hear of pushes.'),
  registration: z
    .strictObject({ token: secret(/^[A-Za-z0-9_-]{32,128}$/, '32 to 128 letters, digits, - and _') })
    .optional()
    .describe('Lets whoever has this token register clients of its own; left out: nobody can.'),
  trusted_proxies: z
    .array(z.string().refine(isNetwork, 'must be an address, or a network such as 10.0.0.0/8.'))
    .default([])
    .describe(
      "Addresses or networks of our own proxies, whose X-Forwarded-For says who the visitor is; nobody else's is read.",
    ),
  private_hosts: z
    .array(filled)
    .default([])
    .describe('Hosts in private networks to which clients may have themselves notified.'),
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
