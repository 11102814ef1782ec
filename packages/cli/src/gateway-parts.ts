// The gateway's parts for a verb that does one thing beside a gateway that may be running, and the failures of the database as
// one sentence.

import type { Config } from '@mingpian/gateway/config/shape';
import type { GatewayDeps } from '@mingpian/gateway/opening';
import type { Parts } from '@mingpian/gateway/parts';
import { throwStoreFailure } from './store-failure.ts';

export async function withGatewayParts<T>(
  config: Config,
  work: (parts: Parts) => Promise<T>,
  deps: GatewayDeps = {},
): Promise<T> {
  const { withParts } = await import('@mingpian/gateway/opening');
  return withParts(config, deps, work).catch(throwStoreFailure);
}
