import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { configTemplate } from '../../src/config/template.ts';
import { loadConfig } from '../../src/config.ts';

it.each([
  'en',
  'zh',
] as const)('the example that people copy is accepted as it is, beside its secrets (%s)', (language) => {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'mingpian.yaml'), configTemplate(language));
  const secrets = {
    'root.secret': 'q3Vt9ZkLw2XpRb7NcJ5sHd8FgT1yMaE6',
    'service.secret': '9f86d081884c7d659a2feaa0c55ad015',
    'service.token': 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u',
    'service.aes': 'k8Xw2Zr5TmQ7yLp3vNb9cHd6JfG1sAe4uRt0iOqWxEz',
    'shop.secret': 'b7Nq2ZkLw9XpRt3VcJ5sHd8FgT1yMaE6',
  };
  for (const [file, value] of Object.entries(secrets)) writeFileSync(join(folder, file), `${value}\n`);
  const config = loadConfig(join(folder, 'mingpian.yaml'));
  expect(config.publicUrl).toBe('https://login.example.com');
  expect(config.clients.map((client) => client.clientId)).toEqual(['shop']);
});

it('both languages are one example', () => {
  expect(parse(configTemplate('zh'))).toEqual(parse(configTemplate('en')));
  expect(configTemplate('zh').split('\n')).toHaveLength(configTemplate('en').split('\n').length);
});
