/** The configuration as it counts, fit to be shown to anybody: every default filled in, no value of a secret. */
import { Document, isScalar } from 'yaml';
import { z } from 'zod';
import { variableOf, type Written } from './layers.ts';
import { schema, type WrittenConfig } from './schema.ts';

export interface ShownConfig {
  /** Named as in the file. A secret is `set` or `unset`. */
  readonly config: { readonly [name: string]: unknown };
  /** By path, `listen.port`, what does not stand in the file itself: `default`, `flag`, a variable, or the file of a secret. */
  readonly from: Readonly<Record<string, string>>;
}

interface Layers {
  readonly file: Written;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, string>>;
}

export function shownConfig(written: WrittenConfig, layers: Layers): ShownConfig {
  const from: Record<string, string> = {};

  function show(node: z.ZodType, value: unknown, path: readonly string[]): unknown {
    if (node.meta()?.writeOnly === true && value === undefined) return 'unset';
    if (node instanceof z.ZodOptional || node instanceof z.ZodDefault)
      return show(node.unwrap() as z.ZodType, value, path);
    if (value === undefined) return undefined;
    if (node instanceof z.ZodObject) {
      const fields = Object.entries<z.ZodType>(node.shape).map(([key, field]) => [
        key,
        show(field, (value as Record<string, unknown>)[key], [...path, key]),
      ]);
      return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
    }
    if (node instanceof z.ZodArray && (value as unknown[]).length > 0) {
      return (value as unknown[]).map((entry, index) =>
        show(node.element as z.ZodType, entry, [...path, String(index)]),
      );
    }
    const origin = originOf(path, layers);
    if (origin !== undefined) from[path.join('.')] = origin;
    return node.meta()?.writeOnly === true ? 'set' : value;
  }

  return { config: show(schema, written, []) as ShownConfig['config'], from };
}

/** Undefined for what stands in the file. */
function originOf(path: readonly string[], { file, environment, flags }: Layers): string | undefined {
  if (flags[path.join('.')] !== undefined) return 'flag';
  const inFile = [...path.slice(0, -1), `${path.at(-1)}_file`];
  const variable = variableOf(path, environment) ?? variableOf(inFile, environment);
  if (variable !== undefined) return variable;
  if (at(file, path) !== undefined) return undefined;
  const secretFile = at(file, inFile);
  return typeof secretFile === 'string' ? secretFile : 'default';
}

function at(tree: Written, path: readonly string[]): Written | undefined {
  return path.reduce<Written | undefined>(
    (node, key) => (typeof node === 'object' ? (node as { [name: string]: Written })[key] : undefined),
    tree,
  );
}

/** As YAML, with the origins as comments; an empty list speaks for itself. */
export function shownAsYaml({ config, from }: ShownConfig): string {
  const document = new Document(config);
  for (const [path, origin] of Object.entries(from)) {
    const node = document.getIn(path.split('.'), true);
    if (isScalar(node)) node.comment = ` ${origin}`;
  }
  return document.toString({ lineWidth: 0 });
}
