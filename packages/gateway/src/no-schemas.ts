/**
 * Routes check what comes with Zod, so Fastify's own compilers of schemas have nothing to do. They are given here only so
 * that it does not load them: a tenth of all modules of a start.
 */
const refuse = (): never => {
  throw new TypeError('a route must have no schema: check with Zod');
};

export const noSchemas = { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } } as const;
