/** The JSON Schema of the configuration file, for editors and for whoever checks files without us. */
import { z } from 'zod';
import { schema } from './schema.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** Draft 2020-12, of the file alone: what the environment may bring is not missing in it. */
export function configurationSchema(): Node {
  const { $schema, ...rest } = asWritten(z.toJSONSchema(schema, { io: 'input' }));
  return { $schema, title: 'Configuration of the Mingpian gateway', ...rest } as Node;
}

/** Our schema reads every scalar as a text, so that no digit is lost; other readers of YAML see numbers and booleans. */
function asWritten(node: Node): Node {
  if (node.properties !== undefined) return group(node);
  if (node.items !== undefined) return { ...node, items: asWritten(node.items as Node) };
  if (isFlag(node)) {
    const { anyOf: _, ...rest } = node;
    return { ...rest, type: ['boolean', 'string'], enum: [true, false, 'true', 'false'] } as unknown as Node;
  }
  return mayBeDigits(node) ? ({ ...node, type: ['string', 'number'] } as unknown as Node) : node;
}

const isFlag = ({ enum: values, anyOf }: Node): boolean =>
  values?.includes('true') === true || anyOf?.some((each) => (each as Node).type === 'boolean') === true;

const digits = Array.from({ length: 128 }, (_, length) => '1'.repeat(length + 1));

function mayBeDigits({ type, enum: values, format, pattern }: Node): boolean {
  if (type !== 'string' || values !== undefined || format !== undefined) return false;
  return pattern === undefined || digits.some((text) => new RegExp(pattern).test(text));
}

/** A secret stands here or in a file of its own or in the environment, so none is required; two definitions refuse. */
function group(node: Node): Node {
  const fields = Object.entries(node.properties as Record<string, Node>).map(
    ([key, field]) => [key, asWritten(field)] as const,
  );
  const secrets = fields.filter(([, { writeOnly }]) => writeOnly === true).map(([key]) => key);
  const empty = fields
    .filter(([, { properties, required }]) => properties && required === undefined)
    .map(([key]) => key);
  const required = node.required?.filter((key) => !secrets.includes(key) && !empty.includes(key)) ?? [];
  const twins = secrets.map((key) => [
    `${key}_file`,
    { type: 'string', minLength: 1, description: `Path of the file that has ${key}, from the folder of this one.` },
  ]);
  const { required: _, ...rest } = node;
  return {
    ...rest,
    properties: { ...Object.fromEntries(fields), ...Object.fromEntries(twins) },
    ...(required.length > 0 ? { required } : {}),
    ...(secrets.length > 0 ? { allOf: secrets.map((key) => ({ not: { required: [key, `${key}_file`] } })) } : {}),
  };
}
