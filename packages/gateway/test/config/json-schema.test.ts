import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configurationSchema, type Node } from '../../src/config/json-schema.ts';
import { secretFields } from '../../src/config/schema.ts';

const schema = configurationSchema();
const validate = new Ajv2020({ formats: { uri: URL.canParse }, allowUnionTypes: true }).compile(schema);
/** As an editor reads it: numbers and booleans are such. */
const accepts = (yaml: string): boolean => validate(parse(yaml));

const base = `
public_url: https://login.example.com
root_secret_file: ./root.secret
database: {url: "sqlite:./a.db"}
`;
const account = 'name: service, kind: service, app_id: wx0123456789abcdef';
const accounts = (more = '') => `${base}accounts: [{${account}${more}}]\n`;
const client = (more: string) => `${accounts()}clients: [{client_id: shop${more}}]\n`;

describe('the JSON Schema of the configuration', () => {
  it.each(['mingpian.example.yaml', 'mingpian.example.zh-CN.yaml'])('accepts deploy/%s, and no typo in it', (name) => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../../deploy', name), 'utf8');
    expect(accepts(text)).toBe(true);
    const keys = [...text.matchAll(/(?<=^|[{,] ?| {2}|- )[a-z_]+(?=: ?)/gm)];
    expect(keys.length).toBeGreaterThan(20);
    for (const { 0: key, index } of keys) {
      expect(accepts(`${text.slice(0, index)}${key}x${text.slice(index + key.length)}`), `${key}x`).toBe(false);
    }
  });

  it.each([
    ['what is necessary', accounts()],
    ['secrets that the environment brings', accounts().replace(/root_secret.*\ndatabase.*\n/, '')],
    ['numbers as such', `${accounts()}listen: {port: 4015}`],
    ['numbers as texts', `${accounts()}listen: {port: "4015"}`],
    ['flags as such', accounts(', verified: true')],
    ['flags as texts', accounts(', verified: "true"')],
    ['a secret of digits', accounts(`, app_secret: ${'12345678'.repeat(4)}`)],
    ['a name of digits', client(', name: 2014')],
    ['a flag of a client', client(', first_party: false')],
    ['a picture in a file', client(', logo_file: ./logo.png')],
    ['a simulator', `${accounts()}wechat: {simulator: "http://127.0.0.1:4014"}`],
  ])('accepts %s', (_title, yaml) => {
    expect(accepts(yaml), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['a field that there is not', `${accounts()}acounts: []`],
    ['an unknown field of a client', client(', colr: "#000000"')],
    ['two definitions of one secret', `${accounts()}root_secret: ${'kq0vX7Zr'.repeat(4)}`],
    ['a port beyond all ports', `${accounts()}listen: {port: 70000}`],
    ['half a port', `${accounts()}listen: {port: 1.5}`],
    ['a flag that is none', accounts(', verified: maybe')],
    ['a number where letters are needed', accounts(', open_platform: []')],
    ['an AppID that is a number', accounts().replace('wx0123456789abcdef', '123')],
    ['a kind that there is not', accounts().replace('kind: service', 'kind: shop')],
    ['an address that is none', accounts().replace('https://login.example.com', 'login')],
    ['no account', `${base}accounts: []`],
    ['a file for what is no secret', accounts(', title_file: ./title')],
  ])('refuses %s', (_title, yaml) => {
    expect(accepts(yaml)).toBe(false);
  });

  it('lets a secret stand in a file of its own exactly where the gateway does', () => {
    const marked = new Set<string>();
    const visit = (node: Node): void => {
      for (const [key, field] of Object.entries(node.properties ?? {})) {
        if (field.writeOnly === true) marked.add(key);
        visit(field);
      }
      if (node.items !== undefined) visit(node.items);
    };
    visit(schema);
    expect([...marked].toSorted()).toEqual([...secretFields, 'logo'].toSorted());
  });
});
