// `mingpian client add|list|rotate-secret|remove`: applications that sign people in, beside those of the configuration file.

import { readFile } from 'node:fs/promises';
import type { ListedClient } from '@mingpian/gateway/oidc/client-admin';
import { InvalidArgumentError, Option } from 'commander';
import { configFlag, readConfiguration } from '../configuration.ts';
import { displayWidth, padToWidth } from '../display-width.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import type { Words } from '../language.ts';
import { type KnownClient, type RecipeName, recipes } from '../recipes.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly backchannelLogoutUri?: string;
  readonly title?: string;
  readonly account?: string;
  readonly native?: true;
  readonly public?: true;
  readonly thirdParty?: true;
  readonly withoutPkce?: true;
  readonly method?: readonly string[];
  readonly scope?: readonly string[];
  readonly idTokenAlg?: string;
  readonly logo?: string;
  readonly colour?: string;
  readonly for?: RecipeName;
}

export const clientVerb = verb<Options>({
  name: 'client',
  summary: {
    zh: '添加、列出、移除应用，或更换密钥',
    en: 'adds, lists and removes applications, changes their secrets',
  },
  takes: [
    {
      notation: '<action>',
      summary: { zh: '做什么', en: 'what to do' },
      choices: ['add', 'list', 'rotate-secret', 'remove'],
    },
    { notation: '[name]', summary: { zh: '应用的 client_id', en: "the application's client_id" } },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    repeated(
      '--redirect-uri <url>',
      words({ zh: '登录后的回调地址，可写多次', en: 'callback address; may be repeated' }),
    ),
    repeated(
      '--post-logout-redirect-uri <url>',
      words({ zh: '退出后的地址，可写多次', en: 'address after signing out; may be repeated' }),
    ),
    new Option(
      '--backchannel-logout-uri <url>',
      words({ zh: '有人退出时通知的地址', en: 'address that is told when somebody signs out' }),
    ),
    new Option(
      '--for <recipe>',
      words({ zh: '打印这种应用的现成配置', en: 'prints ready configuration for it' }),
    ).choices(Object.keys(recipes)),
    new Option('--title <text>', words({ zh: '给人看的名称', en: 'name for people' })),
    new Option('--account <name>', words({ zh: '通过哪个公众号登录', en: 'account through which people sign in' })),
    new Option('--native', words({ zh: '手机或桌面程序', en: 'an app on a device' })),
    new Option('--public', words({ zh: '没有密钥（浏览器或程序）', en: 'without a secret (browser or app)' })),
    new Option('--third-party', words({ zh: '别人的应用：先问用户', en: "somebody else's: people are asked first" })),
    new Option('--without-pkce', words({ zh: '旧应用：允许不用 PKCE', en: 'an old one that cannot do PKCE' })),
    several('--method <name>', words({ zh: '只提供这种登录方式，可写多次', en: 'offers this way to sign in; repeat' })),
    several('--scope <name>', words({ zh: '只允许要这个 scope，可写多次', en: 'may ask for this scope; repeat' })),
    new Option(
      '--logo <file>',
      words({ zh: '标志：方形的 PNG、JPEG 或 WebP', en: 'a square PNG, JPEG or WebP picture' }),
    ),
    new Option('--colour <#rrggbb>', words({ zh: '主按钮的颜色', en: 'of the main button' })),
    new Option('--id-token-alg <name>', words({ zh: 'ID Token 的签名算法', en: 'how id tokens are signed' })),
  ],
  async run({ terminal, context, options, values: [action, name] }) {
    const config = await readConfiguration(options.config, context);
    const [admin, { ConfigError }] = await Promise.all([
      import('@mingpian/gateway/oidc/client-admin'),
      import('@mingpian/gateway/config/error'),
    ]);
    if (name === undefined && action !== 'list') {
      throw new Failure(
        'usage',
        terminal.words({ zh: '要写应用的名字。', en: 'The name of an application is missing.' }),
      );
    }
    const clientId = name ?? '';
    const recipe = options.for && recipes[options.for];
    if (action === 'add' && options.redirectUri === undefined) {
      const flag = `--redirect-uri https://app.example.com${recipe?.callbackPath ?? '/callback'}`;
      throw new Failure(
        'usage',
        terminal.words({
          zh: `要写登录后的回调地址，例如 ${flag}`,
          en: `The address to which people come back is missing, for example ${flag}`,
        }),
      );
    }
    try {
      await withGatewayParts(config, async (parts) => {
        await parts.store.check();
        if (action === 'add') {
          const isPublic = options.public === true || recipe?.isPublic === true;
          const { clientSecret } = await admin.addClient(parts, await fields(clientId, options, terminal), {
            isPublic,
          });
          const redirectUri = options.redirectUri?.[0] ?? '';
          tell(terminal, options, { issuer: config.publicUrl, clientId, clientSecret, redirectUri });
        } else if (action === 'rotate-secret') {
          const clientSecret = await admin.rotateSecret(parts, clientId);
          const redirectUri = (await admin.listClients(parts)).find((each) => each.clientId === clientId)
            ?.redirectUris[0];
          tell(terminal, options, { issuer: config.publicUrl, clientId, clientSecret, redirectUri: redirectUri ?? '' });
        } else if (action === 'remove') {
          await admin.removeClient(parts, clientId);
          tellRemoved(terminal, clientId, options);
        } else {
          list(await admin.listClients(parts), terminal, options);
        }
      });
    } catch (error) {
      if (error instanceof ConfigError) throw new Failure('usage', error.message, { cause: error });
      if (error instanceof admin.ClientError) throw new Failure('failure', error.message, { cause: error });
      throw error;
    }
  },
});

const origins: Record<ListedClient['from'], Words> = {
  file: { zh: '配置文件', en: 'file' },
  operator: { zh: '命令添加', en: 'operator' },
  registered: { zh: '自行注册', en: 'registered' },
};

function list(clients: readonly ListedClient[], terminal: Terminal, { json }: { readonly json: boolean }): void {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(displayWidth));
  const ids = widest(clients.map(({ clientId }) => clientId));
  const names = widest(clients.map(({ name }) => name));
  for (const { clientId, name, from, redirectUris } of clients) {
    if (json) terminal.json({ client_id: clientId, name, from, redirect_uris: redirectUris });
    else {
      const [id, title] = [padToWidth(clientId, ids), padToWidth(name, names)];
      terminal.line(`${id}  ${title}  ${padToWidth(terminal.words(origins[from]), 8)}  ${redirectUris.join(' ')}`);
    }
  }
  if (clients.length === 0 && !json) {
    terminal.note(
      terminal.words({
        zh: '还没有应用。添加：client add 名字 --redirect-uri 地址',
        en: 'There are none yet. To add one: client add NAME --redirect-uri URL',
      }),
    );
  }
}

async function fields(clientId: string, options: Options, terminal: Terminal) {
  return {
    client_id: clientId,
    redirect_uris: options.redirectUri ?? [],
    ...(options.title === undefined ? {} : { name: options.title }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.native ? { type: 'native' } : {}),
    ...(options.thirdParty ? { first_party: 'false' } : {}),
    ...(options.withoutPkce ? { pkce: 'optional' } : {}),
    ...(options.method === undefined ? {} : { methods: options.method }),
    ...(options.scope === undefined ? {} : { scopes: options.scope }),
    ...(options.idTokenAlg === undefined ? {} : { id_token_alg: options.idTokenAlg }),
    ...(options.logo === undefined ? {} : { logo: await readLogo(options.logo, terminal) }),
    ...(options.colour === undefined ? {} : { colour: options.colour }),
    ...(options.for && recipes[options.for].fields),
    ...(options.postLogoutRedirectUri === undefined
      ? {}
      : { post_logout_redirect_uris: options.postLogoutRedirectUri }),
    ...(options.backchannelLogoutUri === undefined ? {} : { backchannel_logout_uri: options.backchannelLogoutUri }),
  };
}

async function readLogo(file: string, { words }: Terminal): Promise<string> {
  const { logoUrl } = await import('@mingpian/gateway/config/logo');
  try {
    return logoUrl(await readFile(file));
  } catch (cause) {
    throw new Failure('usage', words({ zh: `读不了标志文件 ${file}。`, en: `The logo ${file} cannot be read.` }), {
      cause,
    });
  }
}

/**
 * The three values every relying party asks for; for a recipe its configuration alone, so that it can be sent into a file. What
 * is for people then goes to stderr.
 */
function tell(terminal: Terminal, options: Options & { readonly json: boolean }, client: KnownClient): void {
  const { issuer, clientId, clientSecret, redirectUri } = client;
  const { line, style, words, note } = terminal;
  const once = words({ zh: '密钥只显示这一次。', en: 'The secret is shown this once.' });
  if (options.json) {
    terminal.json({ issuer, client_id: clientId, client_secret: clientSecret });
  } else if (options.for === undefined) {
    line(`issuer        ${issuer}`);
    line(`client_id     ${clientId}`);
    if (clientSecret !== undefined) line(`client_secret ${clientSecret}`);
    line();
    if (clientSecret !== undefined) line(style('dim', once));
    const names = Object.keys(recipes).join(', ');
    line(style('dim', words({ zh: `现成配置：--for ${names}`, en: `Ready configuration: --for ${names}` })));
  } else {
    const { callbackPath, file, text } = recipes[options.for];
    for (const each of text(client).trimEnd().split('\n')) line(each);
    note(words({ zh: `写进 ${file}。`, en: `This belongs into ${file}.` }));
    if (clientSecret !== undefined) note(once);
    if (new URL(redirectUri).pathname !== callbackPath) {
      note(words({ zh: `它的回调路径通常是 ${callbackPath}。`, en: `Its callback is usually at ${callbackPath}.` }));
    }
  }
}

/** With what it means for those who are signed in. */
function tellRemoved(terminal: Terminal, clientId: string, options: { readonly json: boolean }): void {
  const { line, words } = terminal;
  if (options.json) {
    terminal.json({ client_id: clientId, removed: true });
    return;
  }
  line(words({ zh: `已移除 ${clientId}。`, en: `${clientId} is removed.` }));
  line(
    words({
      zh: '不能再通过它登录，它的令牌（包括刷新令牌）都已失效。',
      en: 'Nobody signs in through it any more; its tokens, refresh tokens too, are dead.',
    }),
  );
  line(
    words({
      zh: '已经登录应用的人仍然登录着，直到应用结束自己的会话。',
      en: 'Whoever is signed in to the application stays so until it ends its own sessions.',
    }),
  );
}

function repeated(flags: string, summary: string): Option {
  return new Option(flags, summary).argParser((url: string, before: readonly string[] | undefined) => {
    if (!URL.canParse(url)) throw new InvalidArgumentError('https://app.example.com/callback');
    return [...(before ?? []), url];
  });
}

function several(flags: string, summary: string): Option {
  return new Option(flags, summary).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}
