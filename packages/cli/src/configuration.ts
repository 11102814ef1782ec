// The gateway's configuration as the command reads it: file, then environment, then flags.

import type { Config } from '@mingpian/gateway/config/shape';
import { Option } from 'commander';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

export const configFlag = (summary: string): Option => new Option('--config <file>', summary).default('mingpian.yaml');

/** What `--port` and `--host` say, over the file. */
export const listenFlags = ({ port, host }: { port?: number; host?: string }): Record<string, string> => ({
  ...(port !== undefined && { 'listen.port': String(port) }),
  ...(host !== undefined && { 'listen.host': host }),
});

/** Throws a Failure that lists the accounts, if a verb was asked about one which the file does not have. */
export function checkAccount({ accounts }: Config, name: string | undefined, { words }: Pick<Terminal, 'words'>): void {
  const names = accounts.map((account) => account.name);
  if (name === undefined || names.includes(name)) return;
  throw new Failure(
    'usage',
    words({
      zh: `配置里没有账号 ${name}；有 ${names.join('、')}。`,
      en: `The configuration has no account ${name}; it has ${names.join(', ')}.`,
    }),
  );
}

/** Throws a Failure with one sentence that names the field; no value of the file is in it. */
export async function readConfiguration(
  file: string,
  context: Context,
  flags: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const { loadConfig } = await import('@mingpian/gateway/config');
  return configurationFailure(() => loadConfig(file, context.env, { flags, now: context.now() }));
}

/** A configuration that is refused as the Failure that the shell gets to see. */
export async function configurationFailure<T>(read: () => T): Promise<T> {
  const { ConfigError } = await import('@mingpian/gateway/config/error');
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure('configuration', error.message, { cause: error });
    throw error;
  }
}
