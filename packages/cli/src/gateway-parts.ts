// The gateway's parts for a verb that does one thing beside a gateway that may be running, and the failures of the database as
// one sentence.

import type { Config } from '@mingpian/gateway/config/shape';
import type { GatewayDeps } from '@mingpian/gateway/opening';
import type { Parts } from '@mingpian/gateway/parts';
import { Failure } from './failure.ts';

export async function withGatewayParts<T>(
  config: Config,
  work: (parts: Parts) => Promise<T>,
  deps: GatewayDeps = {},
): Promise<T> {
  const [{ withParts }, { StoreError }, { BackupError }] = await Promise.all([
    import('@mingpian/gateway/opening'),
    import('@mingpian/gateway/store/errors'),
    import('@mingpian/gateway/operations/backup-error'),
  ]);
  try {
    return await withParts(config, deps, work);
  } catch (error) {
    const known = error instanceof StoreError || error instanceof BackupError;
    if (known) throw new Failure('failure', error.message, { cause: error });
    throw error;
  }
}
