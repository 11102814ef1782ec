import type { z } from 'zod';
import type { LiveWorld } from '../live-world.ts';
import type { Worlds } from '../worlds.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** What a handler gets: everything in it has passed the operation's schemas. */
export interface Call<Query, Body> {
  readonly worlds: Worlds;
  /** The world of the path; the default one where the path names none. */
  readonly world: LiveWorld;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
}

/**
 * One operation of the control API. The schemas validate requests and are what the OpenAPI document is made of. A handler
 * answers with a value (200, or `status`), with undefined (204), or with a whole Response.
 */
export interface Operation<Query = unknown, Body = unknown> {
  readonly method: Method;
  /** As OpenAPI writes it: `/worlds/{world}/people/{person}`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  readonly answer?: z.ZodType;
  readonly status?: 201;
  /** Content type of the answer where it is not JSON. */
  readonly contentType?: string;
  readonly handle: (call: Call<Query, Body>) => unknown;
}

/** Types a handler after its schemas, then forgets them so that operations of all kinds fit in one list. */
export function operation<Query, Body>(given: Operation<Query, Body>): Operation {
  return given as Operation;
}
