/**
 * What web views of 2018 (Chromium 66) can read: the style sheet and the scripts of every page, as parsers of others see them.
 * A word that is not in these lists may be newer, and then needs something older beside it.
 */
import { transform, type Visitor } from 'lightningcss';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { samples } from './samples.ts';

const properties = new Set(
  `-webkit-font-smoothing align-items appearance background border border-bottom border-collapse border-color border-left
  border-radius border-right border-top box-shadow box-sizing clip color content cursor display fill flex flex-basis
  flex-direction flex-wrap font font-size font-variant-numeric font-weight height justify-content left letter-spacing
  line-height list-style margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width object-fit
  opacity outline outline-offset overflow overflow-wrap padding padding-bottom padding-left padding-right padding-top
  position shape-rendering stroke stroke-linecap stroke-linejoin stroke-width text-align text-decoration
  text-decoration-color text-overflow text-size-adjust top vertical-align white-space width word-break word-wrap`.split(
    /\s+/,
  ),
);
/** Newer, and nothing is lost where they are passed over. */
const graces = new Set(['color-scheme', 'text-underline-offset', 'text-wrap']);
const functions = new Set(['not', 'rect', 'rgba', 'var']);
const units = new Set(['px', 'em', 'vh']);
/** Flexible boxes know `flex-start` alone. */
const newWords = /[:\s](?:start|end|anywhere|revert)\b/;
/** `:focus-visible` stands in a rule of its own, which such a browser passes over. */
const pseudoClasses = new Set(['root', 'hover', 'focus', 'not', 'focus-visible', 'first-child', 'last-child']);

/** What a style sheet says that such a browser does not know. */
function newInStyle(css: string): string[] {
  const found: string[] = [];
  const words = (kind: string, known: ReadonlySet<string>, word: string) => {
    if (!known.has(word)) found.push(`${kind} ${word}`);
  };
  const visitor: Visitor<never> = {
    Declaration(declaration) {
      const { property } = declaration;
      if (property === 'custom') return;
      const name = property === 'unparsed' ? declaration.value.propertyId.property : property;
      if (!graces.has(name)) words('property', properties, name);
    },
    Length: ({ unit }) => words('unit', units, unit),
    Selector(selector) {
      for (const part of selector) {
        if (part.type === 'pseudo-class') words('pseudo-class', pseudoClasses, part.kind);
        if (part.type === 'nesting') found.push('a nested rule');
      }
    },
  };
  transform({ filename: 'page.css', code: Buffer.from(css), visitor });
  for (const [, name] of css.matchAll(/([\w-]+)\(/g)) words('function', functions, name!);
  const word = newWords.exec(css.replace(/[^{}]*\{/g, '{'));
  if (word !== null) found.push(`word ${word[0].slice(1)}`);
  if (/@media[^{]*[<>]/.test(css)) found.push('a range in a media query');
  if (/\([^()]*\/[^()]*\)/.test(css)) found.push('a colour without commas');
  return found;
}

const sentences = new Set(
  `Program ExpressionStatement BlockStatement EmptyStatement IfStatement ForStatement ForInStatement WhileStatement
  DoWhileStatement BreakStatement ContinueStatement ReturnStatement ThrowStatement TryStatement CatchClause SwitchStatement
  SwitchCase VariableDeclaration VariableDeclarator FunctionDeclaration FunctionExpression Identifier Literal ThisExpression
  ArrayExpression ObjectExpression Property UnaryExpression UpdateExpression BinaryExpression LogicalExpression
  AssignmentExpression ConditionalExpression CallExpression NewExpression MemberExpression SequenceExpression
  ParenthesizedExpression`.split(/\s+/),
);
/** Methods and objects that came after 2018, or came without a way to do without them. */
const newNames = new Set(
  `allSettled any at closest fetch finally flat flatMap fromEntries globalThis hasOwn matchAll queueMicrotask replaceAll
  replaceChildren requestSubmit structuredClone toSorted trimEnd trimStart`.split(/\s+/),
);

/** The parts of a syntax tree that tell old from new. */
interface Node {
  readonly type: string;
  readonly kind?: string;
  readonly operator?: string;
  readonly name?: string;
  readonly shorthand?: boolean;
  readonly computed?: boolean;
  readonly method?: boolean;
  readonly async?: boolean;
  readonly generator?: boolean;
  readonly param?: Node | null;
  readonly params?: readonly Node[];
  readonly value?: unknown;
  readonly regex?: { readonly flags: string };
}

/** What a script says that is not the JavaScript of 2009, or that old web views have no name for. */
function newInScript(script: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const {
      type,
      kind,
      operator = '',
      name = '',
      shorthand,
      computed,
      method,
      async,
      generator,
      param,
      params,
      value,
      regex,
    } = node as Node;
    if (!sentences.has(type)) found.push(type);
    if (type === 'VariableDeclaration' && kind !== 'var') found.push(`${kind}`);
    if (type === 'LogicalExpression' && operator === '??') found.push(operator);
    if (/^(?:\*\*|\|\||&&|\?\?)=?$/.test(operator) && type !== 'LogicalExpression') found.push(operator);
    if (type === 'Property' && (shorthand || computed || method)) found.push('a short property');
    if (async || generator) found.push('async or generator');
    if (type === 'CatchClause' && param === null) found.push('catch without a name');
    for (const each of params ?? []) if (each.type !== 'Identifier') found.push(`parameter ${each.type}`);
    if (typeof value === 'bigint' || (regex !== undefined && /[^gim]/.test(regex.flags))) found.push('a newer literal');
    if (type === 'Identifier' && newNames.has(name)) found.push(name);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(script));
  return found;
}

const bodies = Object.values(samples).flatMap((render) => [render('zh').body, render('en').body]);
const parts = (tag: string) => [
  ...new Set(
    bodies.flatMap((body) => [...body.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, text]) => text!)),
  ),
];

describe('a web view of 2018', () => {
  it('reads every style sheet', () => {
    const sheets = parts('style');
    expect(sheets.length).toBeGreaterThan(5);
    for (const css of sheets) expect(newInStyle(css)).toEqual([]);
  });

  it('reads every script', () => {
    const scripts = parts('script');
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) expect(newInScript(script)).toEqual([]);
  });

  it('finds nothing in a page that no list knows of', () => {
    for (const body of bodies) {
      expect(body).not.toMatch(
        /<(?:dialog|template|picture|slot)\b| (?:popover|inert|loading|enterkeyhint|type="module")\b/,
      );
    }
  });
});

describe('the lists notice', () => {
  it.each([
    '.a{display:flex;gap:8px}',
    '.a{inset:0}',
    '.a{aspect-ratio:1}',
    '.a{width:min(10px,50%)}',
    '.a{font-size:clamp(1px,2em,3px)}',
    '.a:is(.b,.c){top:0}',
    '.a:has(.b){top:0}',
    '.a{.b{top:0}}',
    '.a{height:100dvh}',
    '.a{margin-inline:4px}',
    '.a{color:rgba(0 0 0/.5)}',
    '.a{display:flex;justify-content:end}',
    '@media (width<=520px){.a{top:0}}',
    '.a{overflow-wrap:anywhere}',
  ])('%s', (css) => expect(newInStyle(css)).not.toEqual([]));

  it.each([
    'a?.b',
    'a??b',
    'a??=b',
    'a**b',
    'var f=()=>1',
    'var t=`x`',
    'let a',
    'for(var a of b);',
    'var {a}=b',
    'var o={a}',
    'f(...a)',
    'try{a()}catch{}',
    'async function f(){}',
    'function f(a=1){}',
    'class A{}',
    'a.replaceAll("a","b")',
    'fetch("/")',
    'var n=1n',
    'var r=/a/s',
  ])('%s', (script) => expect(newInScript(script)).not.toEqual([]));
});
