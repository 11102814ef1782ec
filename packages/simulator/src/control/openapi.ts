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

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
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

function describe(given: Operation): unknown {
  const { body, answer, contentType = 'application/json', status = 200, summary } = given;
  const success =
    answer || given.contentType
      ? {
          [status]: {
            description: 'Done',
            content: { [contentType]: { schema: answer ? schemaOf(answer, 'output') : {} } },
          },
        }
      : { 204: { description: 'Done' } };
  return {
    summary,
    parameters: parameters(given),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: { ...success, default: problem },
  };
}

/** The OpenAPI 3.1 document of the operations, made of the schemas that validate their requests. */
export function openApiOf(operations: readonly Operation[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const given of operations) {
    paths[given.path] = { ...paths[given.path], [given.method]: describe(given) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mingpian simulator: control API', version },
    servers: [{ url: '/_sim/v1' }],
    paths,
  };
}
