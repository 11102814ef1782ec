// `mingpian serve`: the gateway, from a configuration file, until it is stopped. The simulator is not even loaded.

import { configFlag, listenFlags, readConfiguration } from '../configuration.ts';
import { throwStoreFailure } from '../store-failure.ts';
import { hostFlag, portFlag, verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly port?: number;
  readonly host?: string;
}

export const serveVerb = verb<Options>({
  name: 'serve',
  summary: { zh: '按配置文件启动网关', en: 'the gateway, from a configuration file' },
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    portFlag(words({ zh: '端口，覆盖配置文件；0 为任意空闲端口', en: "port, over the file's; 0 for any free one" })),
    hostFlag(words({ zh: '监听地址，覆盖配置文件', en: "address to listen on, over the file's" })),
  ],
  async run({ terminal, context, options }) {
    const read = () => readConfiguration(options.config, context, listenFlags(options));
    const config = await read();
    const stopped = context.stopped();
    const [{ startGateway }, { reloadOnHangup }] = await Promise.all([
      import('@mingpian/gateway/server'),
      import('@mingpian/gateway/operations/reload'),
    ]);
    const gateway = await startGateway(config).catch(throwStoreFailure);
    const deaf = reloadOnHangup(gateway, read);
    try {
      if (options.json) terminal.json({ event: 'ready', name: 'gateway', pid: process.pid, urls: gateway.urls });
      else {
        terminal.line(terminal.style('bold', terminal.words({ zh: '网关已启动', en: 'The gateway is running' })));
        for (const [name, url] of Object.entries(gateway.urls)) terminal.line(`  ${name.padEnd(8)}  ${url}`);
      }
      await stopped;
    } finally {
      deaf();
      await gateway.close();
    }
  },
});
