/** The JSON Schema of the configuration file, for editors and for whoever checks files without us. */
import { z } from 'zod';
import { schema } from './schema.ts';

/** A node of JSON Schema, as far as ours has it. */
export interface Node {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly pattern?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** Draft 2020-12, of the file alone: what the environment may bring is not missing in it. */
export function configurationSchema(): Node {
  const { $schema, ...node } = z.toJSONSchema(schema, { io: 'input' }) as Node;
  return { $schema, title: 'Configuration of the Mingpian gateway', ...asWritten(node) };
}

/** Our schema reads every scalar as a text, so that no digit is lost; other readers of YAML see numbers and booleans. */
function asWritten(node: Node): Node {
  if (node.properties !== undefined) return asGroup(node, node.properties);
  if (node.items !== undefined) return { ...node, items: asWritten(node.items) };
  if (isFlag(node)) {
    const { anyOf: _, ...rest } = node;
    return { ...rest, type: ['boolean', 'string'], enum: [true, false, 'true', 'false'] };
  }
  return mayBeDigits(node) ? { ...node, type: ['string', 'number'] } : node;
}

const isFlag = (node: Node): boolean =>
  node.enum?.includes('true') === true || node.anyOf?.some(({ type }) => type === 'boolean') === true;

const digits = Array.from({ length: 128 }, (_, length) => '1'.repeat(length + 1));

function mayBeDigits({ type, enum: values, format, pattern }: Node): boolean {
  if (type !== 'string' || values !== undefined || format !== undefined) return false;
  return pattern === undefined || digits.some((text) => new RegExp(pattern).test(text));
}

/**
 * A secret stands here, in a file of its own or in the environment: none is required, nor a group that needs nothing else, and two
 * definitions of one refuse.
 */
function asGroup({ required: named = [], ...node }: Node, fields: NonNullable<Node['properties']>): Node {
  const properties: Record<string, Node> = {};
  const required: string[] = [];
  const allOf: Node[] = [];
  for (const [key, field] of Object.entries(fields)) {
    const written = asWritten(field);
    properties[key] = written;
    if (field.writeOnly === true) {
      const twin = `${key}_file`;
      const description = `Path of the file that has ${key}, from the folder of this one.`;
      properties[twin] = { type: 'string', minLength: 1, description };
      allOf.push({ not: { required: [key, twin] } });
    } else if (named.includes(key)) {
      const needsNothing = written.properties !== undefined && written.required === undefined;
      if (!needsNothing) required.push(key);
    }
  }
  return { ...node, properties, ...(required.length > 0 && { required }), ...(allOf.length > 0 && { allOf }) };
}
