// The gateway's configuration as the command reads it: file, then environment, then flags.

import type { Config } from '@mingpian/gateway/config/shape';
import { Option } from 'commander';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

export const configFlag = (summary: string): Option => new Option('--config <file>', summary).default('mingpian.yaml');

/** Throws a Failure with one sentence that names the field; no value of the file is in it. */
export async function readConfiguration(
  file: string,
  context: Context,
  flags: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const [{ loadConfig }, { ConfigError }] = await Promise.all([
    import('@mingpian/gateway/config'),
    import('@mingpian/gateway/config/error'),
  ]);
  try {
    return loadConfig(file, context.env, { flags, now: context.now() });
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure('configuration', error.message, { cause: error });
    throw error;
  }
}
