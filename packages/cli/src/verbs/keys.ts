// `mingpian keys …`: the root secret and the change of it; and API keys that shall no longer count.

import { randomBytes } from 'node:crypto';
import type { Config } from '@mingpian/gateway/config/shape';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly json: boolean;
}

export const keysVerb = verb<Options>({
  name: 'keys',
  summary: {
    zh: '生成、查看或更换根密钥；吊销 API 密钥',
    en: 'makes a root secret, shows which ones are in use, moves to a new one; revokes API keys',
  },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'generate 生成；status 查看；rotate 用当前根密钥重新加密；revoke 吊销一个 API 密钥',
        en: 'generate one, show the status, rotate: seal everything anew with the current one, or revoke an API key',
      },
      choices: ['generate', 'status', 'rotate', 'revoke'],
    },
    { notation: '[name]', summary: { zh: '要吊销的 API 密钥的名字', en: 'name of the API key to revoke' } },
  ],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options, values: [action, name] }) {
    if (action === 'generate') return terminal.line(randomBytes(32).toString('base64url'));
    const config = await readConfiguration(options.config, context);
    if (action === 'revoke') return revoke(config, name, terminal, options);
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
        zh: `api_keys 里没有 ${name ?? '这个名字'}；有：${names.join('、')}。`,
        en: `api_keys has no ${name ?? 'such name'}; it has: ${names.join(', ')}.`,
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
