import { z } from 'zod';
import type { Operation } from './operation.ts';

const problem = {
  description: 'What is wrong and what is allowed (RFC 9457)',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
        },
        required: ['type', 'title', 'status', 'detail'],
      },
    },
  },
};

/** Schemas with an id stand in one place, and all others point there. */
type Components = Record<string, unknown>;

function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  const text = JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs = {}, ...own } = JSON.parse(text) as { $defs?: Components; id?: string };
  for (const [id, definition] of Object.entries($defs)) components[id] = withoutId(definition as object);
  if (own.id === undefined) return own;
  components[own.id] = withoutId(own);
  return { $ref: `#/components/schemas/${own.id}` };
}

/** What gave a schema its name is no keyword of JSON Schema. */
function withoutId(definition: object): object {
  const { id: _, ...rest } = definition as { id?: string };
  return rest;
}

/** `POST /worlds/{world}/people/{person}/tap-menu` is `postPeopleTapMenu`, for generated clients. */
function operationId({ method, path }: Operation): string {
  const listed = path.endsWith('}') ? 'One' : '';
  const words = path.replaceAll(/\/\{\w+\}/g, '').match(/[a-z]+/g) ?? [];
  const named = words.length > 1 && words[0] === 'worlds' ? words.slice(1) : words;
  return method + named.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + listed;
}

function parameters({ path, query }: Operation): unknown[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!query) return inPath;
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function describe(given: Operation, components: Components): unknown {
  const { body, answer, contentType = 'application/json', status = 200, summary } = given;
  const success =
    answer || given.contentType
      ? {
          [status]: {
            description: 'Done',
            content: { [contentType]: { schema: answer ? schemaOf(answer, 'output', components) : {} } },
          },
        }
      : { 204: { description: 'Done' } };
  return {
    operationId: operationId(given),
    summary,
    parameters: parameters(given),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input', components) } } },
    }),
    responses: { ...success, default: problem },
  };
}

/** The OpenAPI 3.1 document of the operations, made of the schemas that validate their requests. */
export function openApiOf(operations: readonly Operation[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  const components: Components = {};
  for (const given of operations) {
    paths[given.path] = { ...paths[given.path], [given.method]: describe(given, components) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mingpian simulator: control API', version },
    servers: [{ url: '/_sim/v1' }],
    paths,
    components: { schemas: components },
  };
}
