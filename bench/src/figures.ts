/** All figures, in the order in which they are measured and told. */
import type { Figure } from './figure.ts';
import { batchget, sync } from './followers/figures.ts';
import { ready } from './gateway/figures.ts';
import { imported } from './import/figures.ts';
import { login, userinfo } from './login/figures.ts';
import { aes, appToken, reply, signature, xml } from './micro/figures.ts';
import { nodes } from './nodes/figures.ts';
import { oauth } from './oauth/figures.ts';
import { simulator } from './simulator/figures.ts';
import { postgresStore, sqliteStore } from './store/figures.ts';
import { durableWebhook, frameworkWebhooks, plainWebhook, safeWebhook } from './webhook/figures.ts';

export const figures: readonly Figure[] = [
  plainWebhook,
  ...frameworkWebhooks,
  safeWebhook,
  durableWebhook,
  aes,
  xml,
  reply,
  signature,
  oauth,
  appToken,
  imported,
  sync,
  batchget,
  ...sqliteStore,
  ...postgresStore,
  ready,
  login,
  userinfo,
  ...nodes,
  ...simulator,
];
