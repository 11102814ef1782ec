import { errors } from '@mingpian/facts/errors';
import { pages } from '@mingpian/facts/pages';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../src/display-width.ts';
import { runHere } from './run.ts';

describe('exit codes', () => {
  const runs: [string, readonly string[], number][] = [
    ['help is no failure', ['--help'], 0],
    ["a verb's help", ['tour', '--help'], 0],
    ['version', ['version'], 0],
    ['no verb', [], 2],
    ['an unknown verb', ['frobnicate'], 2],
    ['an unknown flag', ['version', '--frobnicate'], 2],
    ['a flag without its value', ['simulate', '--port'], 2],
    ['a port that is none', ['simulate', '--port', '65536'], 2],
    ['a port without room for the next', ['try', '--port', '65535'], 2],
    ['a date that is none', ['tour', '--date', '2014-02-30'], 2],
    ['a language that is none', ['version', '--lang', 'fr'], 2],
    ['a missing argument', ['explain'], 2],
    ['-- without a command', ['simulate', '--'], 2],
    ['-- for a verb that runs none', ['version', '--', 'ls'], 2],
    ['an unknown code', ['explain', '7'], 1],
    ['a code that is no number', ['explain', 'x'], 1],
    ['a configuration file that is not there', ['serve', '--config', '/nowhere/mingpian.yaml'], 78],
    ['the same for config validate', ['config', 'validate', '--config', '/nowhere/mingpian.yaml'], 78],
    ['the same for config print', ['config', 'print', '--config', '/nowhere/mingpian.yaml'], 78],
    ['an action that there is not', ['config', 'frobnicate'], 2],
  ];
  it.each(runs)('%s', async (_, args, code) => {
    const ran = await runHere(args);
    expect(ran).toMatchObject({ code });
    if (code !== 0) expect(ran).toMatchObject({ stdout: '', stderr: expect.stringMatching(/\S/) });
  });

  const mistakes: [readonly string[], string, string][] = [
    [['srve'], '没有命令 srve；是不是 serve？', "unknown command 'srve' (Did you mean serve?)"],
    [['version', '--frobnicate'], '没有选项 --frobnicate。', "unknown option '--frobnicate'."],
    [['simulate', '--port'], '选项 --port <number> 后面少了值。', "option '--port <number>' argument missing."],
    [
      ['simulate', '--port', '65536'],
      '选项 --port <number> 的值「65536」不对：0 – 65535。',
      "option '--port <number>' argument '65536' is invalid. 0 – 65535.",
    ],
    [['explain'], '少了参数 code。', "missing required argument 'code'."],
    [
      ['explain', '1', '2'],
      '参数太多，最多 1 个，写了 2 个：1, 2。',
      "too many arguments for 'explain'. Expected 1 argument but got 2: 1, 2.",
    ],
    [
      ['person', 'hide', 'x'],
      '参数 action 不能是「hide」：可以写 sign-out。',
      "command-argument value 'hide' is invalid for argument 'action'. Allowed choices are sign-out.",
    ],
  ];
  it.each(mistakes)('%j is told in the language of the run, and where the right way stands', async (args, zh, en) => {
    const verb = args[0] === 'srve' ? '' : `${args[0]} `;
    const chinese = await runHere(args, { locale: 'zh-CN' });
    expect(chinese.stderr).toBe(`mingpian: ${zh}\n写法见 npm run mingpian -- ${verb}--help\n`);
    expect((await runHere(args)).stderr).toBe(`mingpian: ${en}\nHow to write it: npm run mingpian -- ${verb}--help\n`);
  });

  it.each(['simulate', 'try'])('SIM-03 %s refuses NODE_ENV=production with 78 and one sentence', async (verb) => {
    const ran = await runHere([verb, '--port', '0'], { env: { NODE_ENV: 'production' } });
    expect(ran).toMatchObject({ code: 78, stdout: '' });
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('help', () => {
  it('speaks the language of the run', async () => {
    expect((await runHere(['--help', '--lang', 'zh'])).stdout).toMatch(/^用法：/);
    expect((await runHere(['--help'])).stdout).toMatch(/^Usage:/);
  });

  it('breaks Chinese lines where a terminal of 80 columns ends', async () => {
    const { stdout } = await runHere(['config', '--help', '--lang', 'zh']);
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^用法： mingpian config \[选项\] <action>\n[\s\S]*（默认 "mingpian.yaml"）/);
  });

  it('names the common flags under every verb', async () => {
    expect((await runHere(['simulate', '--help'])).stdout).toMatch(/--json[\s\S]*--lang[\s\S]*--no-color/);
  });
});

describe('version', () => {
  it('prints one line, or one object', async () => {
    expect((await runHere(['version'])).stdout).toMatch(/^mingpian \d+\.\d+\.\d+ \(Node \d+\.\d+\.\d+\)\n$/);
    expect(JSON.parse((await runHere(['version', '--json'])).stdout)).toMatchObject({ name: 'mingpian' });
  });
});

describe('explain', () => {
  const codes = [...errors, ...pages].map(({ code }) => code);

  it.each(codes)('%i has meaning, mover and advice in both languages', async (code) => {
    const { code: exit, stdout } = await runHere(['explain', String(code), '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toEqual(
      expect.objectContaining({
        code,
        mover: expect.any(String),
        zh: { meaning: expect.stringMatching(/\p{Script=Han}/u), action: expect.stringMatching(/\p{Script=Han}/u) },
        en: { meaning: expect.any(String), action: expect.any(String) },
      }),
    );
  });

  it('lays a code out for people, in either language', async () => {
    expect((await runHere(['explain', '40163'])).stdout).toMatch(/^40163 {2}code been used {2}API reply\n {2}meaning/);
    expect((await runHere(['explain', '10003', '--lang', 'zh'])).stdout).toMatch(/^10003 .*授权页\n {2}含义/);
  });

  it('takes a negative code for a code', async () => {
    expect((await runHere(['explain', '-1'])).stdout).toMatch(/^-1 {2}system error/);
  });

  it('says in one sentence that a code is unknown', async () => {
    expect(await runHere(['explain', '7'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'mingpian: Nothing is known about the code 7.\n',
    });
  });
});
