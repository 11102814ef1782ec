// `mingpian keys …`: the root secret, and the change of it.

import { randomBytes } from 'node:crypto';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
}

export const keysVerb = verb<Options>({
  name: 'keys',
  summary: {
    zh: '生成、查看或更换根密钥',
    en: 'makes a root secret, shows which ones are in use, or moves to a new one',
  },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'generate 生成；status 查看；rotate 用当前根密钥重新加密',
        en: 'generate one, show the status, or rotate: seal everything anew with the current one',
      },
      choices: ['generate', 'status', 'rotate'],
    },
  ],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options, values: [action] }) {
    if (action === 'generate') return terminal.line(randomBytes(32).toString('base64url'));
    const config = await readConfiguration(options.config, context);
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
