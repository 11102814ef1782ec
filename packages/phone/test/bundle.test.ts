import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = new Map<string, Buffer>();
// Not into dist: a simulator of another test may be serving that.
const folder = mkdtempSync(join(tmpdir(), 'mingpian-phone-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/\.\w+$/.test(name)) files.set(name, readFileSync(join(folder, name)));
  }
}, 60_000);

describe('the built page', () => {
  it('weighs less than 250 kB gzipped, all parts together', () => {
    const weight = [...files.values()].reduce((sum, file) => sum + gzipSync(file).length, 0);
    expect(weight).toBeLessThan(250_000);
  });

  it('has no script or style in the document, and asks nobody but its own origin', () => {
    const html = String(files.get('index.html'));
    expect(html).toContain('SIMULATED 模拟');
    expect(html).toContain('noindex');
    expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^\/(?:phone|_sim)\//);
    for (const [name, file] of files) {
      if (name.endsWith('.css')) expect(String(file)).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//);
    }
  });

  it('bears nothing of the trade dress', () => {
    for (const [name, file] of files) {
      expect(String(file).toLowerCase(), name).not.toMatch(/#07c160|#1aad19|#95ec69/);
    }
  });
});
