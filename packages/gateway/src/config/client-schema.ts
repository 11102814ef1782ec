/** One client of OpenID Connect as it is written: in the configuration file, and by `client add` into the store. */
import { z } from 'zod';
import { methods } from '../methods/method.ts';
import { readLogo } from './logo.ts';
import type { ClientConfig } from './shape.ts';

/** What a client may ask for beside `openid`. */
export const clientScopes = ['openid', 'profile', 'address', 'offline_access', 'wechat'] as const;

const url = z
  .string()
  .refine((text) => URL.canParse(text), 'must be a URL.')
  .meta({ format: 'uri' });
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'], 'must be true or false.')])
  .transform((value) => value === true || value === 'true');
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}.`);
/** The ids of people are UUIDs and may be subjects; the two name spaces must not meet. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const clientSchema = z.strictObject({
  client_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens and underscores.')
    .refine((text) => !uuid.test(text), 'must not have the form of a UUID; people have it.'),
  client_secret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{32,128}$/, 'must be 32 to 128 letters, digits, hyphens and underscores.')
    .meta({ writeOnly: true })
    .optional()
    .describe('Left out by clients that cannot keep one: browsers and native apps.'),
  name: z
    .string()
    .min(1, 'must not be empty.')
    .max(64, 'must not be longer than 64 characters.')
    .optional()
    .describe('As people see it; the id if left out.'),
  type: oneOf('web', 'native').default('web').describe('`native`: the port of loopback addresses does not count.'),
  redirect_uris: z.array(url).default([]),
  any_loopback_redirect: flag
    .default(false)
    .describe('For trying out: every http address of this machine. Only beside a simulator.'),
  post_logout_redirect_uris: z.array(url).default([]),
  backchannel_logout_uri: url.optional(),
  account: z
    .string()
    .optional()
    .describe('Name of the account through which people sign in; the first that can if left out.'),
  methods: z
    .array(oneOf(...methods))
    .min(1, 'must name at least one method.')
    .optional()
    .describe('Ways to sign in that this client offers; every possible one if left out.'),
  scopes: z.array(oneOf(...clientScopes)).default(['openid', 'profile', 'address', 'offline_access']),
  first_party: flag.default(true).describe('Ours: people are not asked whether the client may know them.'),
  pkce: oneOf('required', 'optional')
    .default('required')
    .describe('`optional` is for old clients with a secret that cannot do PKCE.'),
  subject: oneOf('pairwise', 'public')
    .default('pairwise')
    .describe('`pairwise`: every sector knows a person by another subject.'),
  sector: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, hyphens and underscores.')
    .optional()
    .describe("Clients of one sector share subjects; the client's id if left out."),
  id_token_alg: oneOf('ES256', 'RS256')
    .default('ES256')
    .describe('ES256 costs a tenth of RS256; libraries that know nothing else may have RS256.'),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be # and six hex digits.')
    .optional()
    .describe('Of the main button where the page is about this client alone; white text must be readable on it.'),
  logo: z
    .string()
    .refine(
      (text) => readLogo(text) !== undefined,
      'must be a square PNG, JPEG or WebP picture of 64 to 512 pixels and at most 64 kB.',
    )
    .meta({ writeOnly: true })
    .optional()
    .describe('Shown beside its name: `logo_file` names a picture, or the picture itself stands here as a data URL.'),
});

export type WrittenClient = z.output<typeof clientSchema>;

export function shapedClient(client: WrittenClient): ClientConfig {
  return {
    clientId: client.client_id,
    ...(client.client_secret === undefined ? {} : { clientSecret: client.client_secret }),
    name: client.name ?? client.client_id,
    type: client.type,
    redirectUris: client.redirect_uris,
    anyLoopbackRedirect: client.any_loopback_redirect,
    postLogoutRedirectUris: client.post_logout_redirect_uris,
    ...(client.backchannel_logout_uri === undefined ? {} : { backchannelLogoutUri: client.backchannel_logout_uri }),
    ...(client.account === undefined ? {} : { account: client.account }),
    ...(client.methods === undefined ? {} : { methods: client.methods }),
    scopes: [...new Set(['openid', ...client.scopes])],
    firstParty: client.first_party,
    pkce: client.pkce,
    subject: client.subject,
    sector: client.sector ?? client.client_id,
    idTokenAlgorithm: client.id_token_alg,
    ...(client.colour === undefined ? {} : { colour: client.colour }),
    ...(client.logo === undefined ? {} : { logo: client.logo }),
  };
}
