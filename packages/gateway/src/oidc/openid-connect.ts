/**
 * OpenID Connect, put together: the engine with its clients, the routes, signing out of clients. Who somebody is, `../login`
 * finds out; what the engine remembers is in `../store/oidc.ts`.
 */
import type { FastifyInstance } from 'fastify';
import type { Cookies } from '../login/cookies.ts';
import type { Ways } from '../methods/ways.ts';
import type { Parts } from '../parts.ts';
import { answeredRequests } from './answered.ts';
import { type Clients, createClients } from './clients.ts';
import { createEngine, type Engine } from './engine.ts';
import { engineRoutes } from './mount.ts';
import { rememberingSealer } from './remembering.ts';
import { requestRoutes } from './request-routes.ts';
import { createSignOut, type SignOut } from './sign-out.ts';
import { keepKeys } from './signing-keys.ts';

export interface OpenIdConnect {
  readonly clients: Clients;
  readonly engine: Engine;
  readonly signOut: SignOut;
  /** The engine's own addresses. */
  routes(app: FastifyInstance): void;
  /** The pages, inside the scope of the sign-in pages. */
  pages(app: FastifyInstance, jar: Cookies, ways: Ways): void;
  /** What has to be done now and then. */
  housekeeping(): Promise<void>;
}

export function createOpenIdConnect(given: Parts): OpenIdConnect {
  const parts = { ...given, sealer: rememberingSealer(given.sealer) };
  const clients = createClients(parts);
  const answered = answeredRequests(parts);
  const engine = createEngine(parts, clients, answered);
  const signOut = createSignOut(parts, engine);
  return {
    clients,
    engine,
    signOut,
    routes: (app) => engineRoutes(app, parts, engine),
    pages: (app, jar, ways) => requestRoutes(app, parts, jar, { engine, clients, ways, answered, signOut }),
    housekeeping: () => keepKeys(parts),
  };
}
