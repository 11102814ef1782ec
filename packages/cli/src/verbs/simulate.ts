// `mingpian simulate`: a WeChat on this machine, until it is stopped or until the command after `--` has ended.

import type { SimulatorReady } from '@mingpian/simulator/server';
import type { WorldFile } from '@mingpian/simulator/world-file/read';
import { Option } from 'commander';
import { runCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { startSimulatorHere } from '../simulator-start.ts';
import type { Terminal } from '../terminal.ts';
import { dateFlag, hostFlag, portFlag, verb } from '../verb.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string;
  readonly date?: number;
  readonly profile?: 'local' | 'production';
  readonly world?: string;
  readonly proxy?: boolean;
}

const defaultPort = 4014;

export const simulateVerb = verb<Options>({
  name: 'simulate',
  summary: {
    zh: '只启动微信模拟器；「-- 命令」在它旁边运行一个命令',
    en: 'the simulator alone; with -- CMD beside a command',
  },
  runsCommand: true,
  flags: (words) => [
    portFlag(
      words({
        zh: `端口，0 为任意空闲端口（默认 ${defaultPort}，带命令时为 0）`,
        en: `port, 0 for any free one (default ${defaultPort}, with a command 0)`,
      }),
    ),
    hostFlag(words({ zh: '监听地址', en: 'address to listen on' })),
    new Option(
      '--seed <seed>',
      words({ zh: '种子：同一种子得到同样的标识', en: 'the same seed gives the same identifiers' }),
    ),
    dateFlag(words({ zh: '世界的日期，未写时区即北京时间', en: "the world's date, Beijing time if it names no zone" })),
    new Option(
      '--profile <profile>',
      words({
        zh: 'local 允许本机回调地址（默认 local）',
        en: 'local allows callbacks on this machine (default local)',
      }),
    ).choices(['local', 'production']),
    new Option(
      '--world <file>',
      words({
        zh: '从文件开始：种子文件（YAML、JSON、TS）或保存的世界',
        en: 'starts from a file: a seed file (YAML, JSON, TS) or a saved world',
      }),
    ),
    new Option(
      '--proxy',
      words({
        zh: '另开 HTTP 代理，供只认识微信真实域名的客户端使用',
        en: 'also an HTTP proxy, for clients that know only the real host names',
      }),
    ),
  ],
  async run({ terminal, context, options, command }) {
    const { host = '127.0.0.1', profile, seed, date } = options;
    // A command learns the port from its environment, so two test runs need not agree on one.
    const port = options.port ?? (command.length > 0 ? 0 : defaultPort);
    const file = options.world === undefined ? undefined : await readWorld(options.world);
    const stopped = context.stopped();
    const settings = {
      host,
      port,
      proxy: options.proxy === true,
      env: context.env,
      ...(profile !== undefined && { profile }),
      ...(seed !== undefined && { seed }),
      ...(date !== undefined && { date }),
      ...(file !== undefined && { file }),
    };
    const start = () => startSimulatorHere(settings, terminal);
    const simulator = await (file === undefined ? start() : refusing(start));
    const { isLoopback } = await import('@mingpian/simulator/wechat/hosts');
    if (!isLoopback(host)) {
      terminal.note(
        terminal.words({
          zh: `${host} 不是本机地址：能连上的人都可以以任何人的身份登录，也能读到账号的密钥。`,
          en: `${host} is not an address of this machine alone: whoever reaches it can sign in as anybody and read the accounts' secrets.`,
        }),
      );
    }
    try {
      if (command.length > 0) {
        await runCommand(command, { env: { ...context.env, ...environment(simulator.ready()) }, stopped, terminal });
        return;
      }
      if (options.json) terminal.json(simulator.ready());
      else describe(simulator.ready(), terminal);
      await stopped;
    } finally {
      await simulator.close();
    }
  },
});

/** A file that is refused is a configuration error; its message names file, line and field. */
async function readWorld(file: string): Promise<WorldFile> {
  const { readWorldFile } = await import('@mingpian/simulator/world-file/read');
  return refusing(() => readWorldFile(file));
}

async function refusing<T>(task: () => Promise<T>): Promise<T> {
  const { WorldFileError } = await import('@mingpian/simulator/world-file/read');
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof WorldFileError)) throw error;
    throw new Failure('configuration', error.message, { cause: error });
  }
}

/** What the command finds in its environment: where WeChat is, and the credentials of the service account. */
function environment({ urls, ca, accounts }: SimulatorReady): NodeJS.ProcessEnv {
  const service = accounts.find(({ name }) => name === 'service');
  return {
    WECHAT_API_BASE: urls.base,
    WECHAT_OPEN_BASE: urls.base,
    WECHAT_MP_BASE: urls.base,
    WECHAT_SIM_CONTROL: urls.control,
    WECHAT_APPID: service?.appId,
    WECHAT_APPSECRET: service?.appSecret,
    WECHAT_TOKEN: service?.token,
    WECHAT_AES_KEY: service?.encodingAesKey,
    ...(urls.proxy !== undefined && {
      // Some look at the one, some at the other.
      HTTPS_PROXY: urls.proxy,
      https_proxy: urls.proxy,
      NODE_EXTRA_CA_CERTS: ca,
      // Node's own HTTP clients look at the proxy only when told to.
      NODE_USE_ENV_PROXY: '1',
    }),
  };
}

function describe({ urls, ca, accounts }: SimulatorReady, terminal: Terminal): void {
  const { line, style, words } = terminal;
  line(style('bold', words({ zh: '微信模拟器已启动', en: 'The simulator is running' })));
  line();
  line(`  ${words({ zh: '微信接口', en: 'WeChat  ' })}  ${urls.base}`);
  line(`  ${words({ zh: '手机    ', en: 'phone   ' })}  ${urls.phone}`);
  line(`  ${words({ zh: '控制接口', en: 'control ' })}  ${urls.control}`);
  if (urls.proxy !== undefined) line(`  ${words({ zh: '代理    ', en: 'proxy   ' })}  ${urls.proxy}  ${ca}`);
  line();
  for (const { name, title, appId } of accounts) line(`  ${name.padEnd(14)}${appId}  ${title}`);
  line();
  line(style('dim', words({ zh: '按 Ctrl-C 停止。密钥见 --json。', en: 'Ctrl-C stops it. Secrets are in --json.' })));
}
