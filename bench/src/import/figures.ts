import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { linkBesideInstalled } from '../../../scripts/beside-installed.ts';
import { packAll } from '../../../scripts/pack.ts';
import type { Bench, Figure, Variant } from '../figure.ts';

const run = promisify(execFile);

const report = 'process.stdout.write(JSON.stringify(process.cpuUsage()));\n';
const programs = {
  mingpian: `import 'node:http';\nimport '@mingpian/wechat/client';\nimport '@mingpian/wechat/node-handler';\n${report}`,
  'node:http': `import 'node:http';\n${report}`,
};

export const imported: Figure = {
  id: 'G2',
  what: 'client and webhook of the SDK imported, as it is published: processes',
  subject: 'mingpian',
  goals: [
    {
      kind: 'added microseconds',
      subject: 'mingpian',
      to: 'node:http',
      most: 10_000,
      where: { variant: 'node:http', took: 55_000 },
    },
  ],
  async open(): Promise<Bench> {
    const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
    linkBesideInstalled(folder, await packAll(join(folder, 'packed'), ['facts', 'wechat']));
    const variants = Object.entries(programs).map(([name, source], index) => {
      const path = join(folder, `${index}.mjs`);
      writeFileSync(path, source);
      return starts(name, path);
    });
    return { variants, close: async () => rmSync(folder, { recursive: true }) };
  },
};

const starts = (name: string, path: string): Variant => ({
  name,
  async measure(ms) {
    let [times, cpu] = [0, 0];
    const started = performance.now();
    while (performance.now() - started < ms) {
      const { stdout } = await run(process.execPath, [path]);
      const { user, system } = JSON.parse(stdout) as NodeJS.CpuUsage;
      cpu += user + system;
      times += 1;
    }
    return { rate: times / ((performance.now() - started) / 1000), cpu: cpu / times };
  },
});
