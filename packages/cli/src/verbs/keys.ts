// `mingpian keys …`: the root secret and the change of it, the keys that sign tokens, and API keys that shall no longer count.

import { randomBytes } from 'node:crypto';
import type { Config } from '@mingpian/gateway/config/shape';
import { Option } from 'commander';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly json: boolean;
  readonly now?: true;
}

export const keysVerb = verb<Options>({
  name: 'keys',
  summary: {
    zh: '生成、查看或更换根密钥；更换签名密钥；吊销 API 密钥',
    en: 'makes a root secret, shows which ones are in use, moves to a new one; new signing keys; revokes API keys',
  },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'generate 生成；status 查看；rotate 用当前根密钥重新加密；rotate-signing 更换签名密钥；revoke 吊销一个 API 密钥',
        en: 'generate one; status; rotate: seal everything anew with the current one; rotate-signing: new keys for id tokens; revoke an API key',
      },
      choices: ['generate', 'status', 'rotate', 'rotate-signing', 'revoke'],
    },
    { notation: '[name]', summary: { zh: '要吊销的 API 密钥的名字', en: 'name of the API key to revoke' } },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    new Option(
      '--now',
      words({ zh: '新的签名密钥立即使用（旧的已泄露时）', en: 'new signing keys sign at once (old ones leaked)' }),
    ),
  ],
  async run({ terminal, context, options, values: [action, name] }) {
    if (action === 'generate') {
      const key = randomBytes(32).toString('base64url');
      return options.json ? terminal.json({ key }) : terminal.line(key);
    }
    const config = await readConfiguration(options.config, context);
    if (action === 'revoke') return revoke(config, name, terminal, options);
    if (action === 'rotate-signing') return rotateSigning(config, terminal, options);
    const { keyStatus, resealAll } = await import('@mingpian/gateway/operations/keys');
    const { changed, status } = await withGatewayParts(config, async ({ store, sealer }) => ({
      changed: action === 'rotate' ? await resealAll(store, sealer) : undefined,
      status: await keyStatus(store, sealer),
    }));
    if (options.json) terminal.json({ ...status, ...changed });
    else {
      for (const [keyId, count] of Object.entries(status.values)) {
        const current = keyId === status.keyId ? terminal.words({ zh: '当前', en: 'current' }) : '';
        terminal.line(`${keyId}  ${String(count).padStart(9)}  ${current}`.trimEnd());
      }
    }
    if (changed !== undefined && changed.lost > 0) {
      throw new Failure(
        'failure',
        terminal.words({
          zh: `${changed.lost} 个值的根密钥不在配置里，未能重新加密。`,
          en: `${changed.lost} values name a root secret that is not in the configuration and stay as they are.`,
        }),
      );
    }
  },
});

/** Every node finds the new keys within a minute; they are published before they sign, unless that has to be at once. */
async function rotateSigning(config: Config, terminal: Terminal, { json, now }: Options): Promise<void> {
  const { publishedBefore, rotateKeys } = await import('@mingpian/gateway/oidc/signing-keys');
  const soon = now ? 0 : publishedBefore;
  const made = await withGatewayParts(config, (parts) => rotateKeys(parts, { soon }));
  if (json) return terminal.json({ kids: made, signsInSeconds: soon / 1000 });
  for (const kid of made) terminal.line(kid);
  terminal.note(
    terminal.words({
      zh: now ? '新密钥已开始签名。' : `新密钥已公布，${soon / 60_000} 分钟后开始签名；旧的再公布一天。`,
      en: now
        ? 'The new keys sign from now on.'
        : `The new keys are published and sign in ${soon / 60_000} minutes; the old ones stay published for a day.`,
    }),
  );
}

/** The key ends on every node at once; in the file it stands without effect until it is taken out or replaced. */
async function revoke(
  config: Config,
  name: string | undefined,
  terminal: Terminal,
  { json }: Pick<Options, 'json'>,
): Promise<void> {
  const key = config.apiKeys.find((each) => each.name === name);
  if (key === undefined) {
    const names = config.apiKeys.map((each) => each.name);
    throw new Failure(
      'usage',
      terminal.words({
        zh: `${name === undefined ? '要写名字' : `api_keys 里没有 ${name}`}；${names.length === 0 ? '配置里没有 api_keys' : `有 ${names.join('、')}`}。`,
        en: `${name === undefined ? 'The name is missing' : `api_keys has no ${name}`}; ${names.length === 0 ? 'the configuration has no api_keys' : `it has ${names.join(', ')}`}.`,
      }),
    );
  }
  const { revokeKey } = await import('@mingpian/gateway/custody/caller');
  const revoked = await withGatewayParts(config, ({ store, clock }) => revokeKey(store.revokedKeys, key, clock.now()));
  if (json) return terminal.json({ name: key.name, revoked: true, before: !revoked });
  terminal.line(
    terminal.words({
      zh: `${key.name} 已在所有节点失效。给它换一个新的 api_key，或从配置里删掉。`,
      en: `${key.name} no longer counts, on any node. Give it a new api_key, or take it out of the configuration.`,
    }),
  );
}
