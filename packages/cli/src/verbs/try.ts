// `mingpian try`: everything at once, seeded, until it is stopped.

import { mingpian } from '../own-name.ts';
import type { Terminal } from '../terminal.ts';
import type { Trial } from '../trial/trial.ts';
import { dateFlag, hostFlag, portFlag, verb } from '../verb.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly date?: number;
}

const defaultPort = 4014;

export const tryVerb = verb<Options>({
  name: 'try',
  summary: {
    zh: '一起启动模拟器和网关，什么都不用准备',
    en: 'simulator and gateway together, with nothing to prepare',
  },
  flags: (words) => [
    portFlag(
      words({
        zh: `模拟器的端口，网关和茶铺用后两个；0 为任意空闲端口（默认 ${defaultPort}）`,
        en: `the simulator's port, gateway and shop take the next two; 0 for any free ones (default ${defaultPort})`,
      }),
      3,
    ),
    hostFlag(words({ zh: '监听地址（默认 127.0.0.1）', en: 'address to listen on (default 127.0.0.1)' })),
    dateFlag(words({ zh: '世界的日期，未写时区即北京时间', en: "the world's date, Beijing time if it names no zone" })),
  ],
  async run({ terminal, context, options }) {
    const stopped = context.stopped();
    const [{ startTrial }, { devPageClientId }] = await Promise.all([
      import('../trial/trial.ts'),
      import('../trial/gateway-config.ts'),
    ]);
    const trial = await startTrial({
      host: options.host ?? '127.0.0.1',
      port: options.port ?? defaultPort,
      env: context.env,
      terminal,
      withShop: true,
      ...(options.date !== undefined && { date: options.date }),
    });
    try {
      if (options.json) terminal.json(readyLine(trial));
      else describe(trial, devPageClientId, terminal);
      await stopped;
    } finally {
      await trial.close();
    }
  },
});

function readyLine({ simulator, gateway, client, demo }: Trial): object {
  const { urls, accounts, people } = simulator.ready();
  const { phone, control, base } = urls;
  return {
    event: 'ready',
    name: 'try',
    pid: process.pid,
    urls: { phone, gateway: gateway.urls.public, ...(demo !== undefined && { demo }), control, base },
    accounts,
    people,
    ...(client && { client }),
  };
}

function describe({ simulator, gateway, client, demo }: Trial, pageClientId: string, terminal: Terminal): void {
  const { line, style, words } = terminal;
  const { urls } = simulator.ready();
  const row = (label: string, url: string) => line(`  ${label}  ${style('underline', url)}`);
  line(
    style(
      'bold',
      words({
        zh: '名片已启动：一个模拟的微信，一个网关',
        en: 'Mingpian is running: a simulated WeChat and a gateway',
      }),
    ),
  );
  line();
  row(words({ zh: '手机', en: 'phone  ' }), urls.phone);
  row(words({ zh: '网关', en: 'gateway' }), gateway.urls.public);
  if (demo !== undefined) row(words({ zh: '茶铺', en: 'shop   ' }), demo);
  row(words({ zh: '微信', en: 'WeChat ' }), urls.base);
  line();
  if (client !== undefined) {
    line(
      words({
        zh: '给你自己的应用用的客户端（OpenID Connect，回调地址可以是本机任何地址）：',
        en: 'A client for an application of your own (OpenID Connect, any callback address on this machine):',
      }),
    );
    for (const [name, value] of Object.entries(client)) line(`  ${name.padEnd(14)}${value}`);
    line(
      words({
        zh: `没有服务器的页面用 ${pageClientId}：不要密钥，要 PKCE。`,
        en: `A page without a server uses ${pageClientId}: no secret, with PKCE.`,
      }),
    );
    line();
  }
  line(words({ zh: '接下来可以：', en: 'What to try next:' }));
  line(
    words({
      zh: '  1. 打开手机页面，让小明关注服务号，再点菜单「我的」',
      en: '  1. Open the phone, let 小明 follow the service account and tap its menu 我的',
    }),
  );
  line(
    words({
      zh: `  2. 在另一个终端运行 ${mingpian} tour，看 2014 年那篇教程的每一步`,
      en: `  2. In another terminal: ${mingpian} tour, for every step of the 2014 tutorial`,
    }),
  );
  line(
    words({
      zh: `  3. 把你自己的程序指向 ${urls.base}，它就是微信的 api、open 和 mp 域名`,
      en: `  3. Point your own program at ${urls.base} in place of WeChat's api, open and mp hosts`,
    }),
  );
  line();
  line(style('dim', words({ zh: '按 Ctrl-C 停止。', en: 'Ctrl-C stops it.' })));
}
