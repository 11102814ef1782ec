// `mingpian person …`: what an operator does for one person.

import { Option } from 'commander';
import { checkAccount, configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly account?: string;
}

export const personVerb = verb<Options>({
  name: 'person',
  summary: { zh: '让一个人在所有设备上退出', en: 'signs somebody out on every device' },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'sign-out 结束所有登录，并通知所有应用',
        en: 'sign-out ends every session, and tells the applications',
      },
      choices: ['sign-out'],
    },
    {
      notation: '<who>',
      summary: {
        zh: '人的编号；带 --account 时是 OpenID',
        en: 'the id of the person, or an OpenID together with --account',
      },
    },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    new Option('--account <name>', words({ zh: 'OpenID 属于哪个账号', en: 'whose OpenID it is' })),
  ],
  async run({ terminal, context, options, values: [, who = ''] }) {
    const config = await readConfiguration(options.config, context);
    checkAccount(config, options.account, terminal);
    const { createOpenIdConnect } = await import('@mingpian/gateway/oidc/openid-connect');
    const signedOut = await withGatewayParts(config, async (parts) => {
      const { accounts, people } = parts;
      const account = options.account === undefined ? undefined : accounts.byName(options.account);
      const person = options.account === undefined ? await people.view(who) : undefined;
      const id = person?.person.id ?? (account && (await people.find(account.appId, who)))?.id;
      // A gateway that runs beside this one tells the applications.
      if (id !== undefined) await createOpenIdConnect(parts).signOut.everywhere(id);
      return id;
    });
    if (signedOut === undefined) {
      throw new Failure('failure', terminal.words({ zh: '没有这个人。', en: 'There is no such person.' }));
    }
    if (options.json) return terminal.json({ person: signedOut, signedOut: true });
    terminal.line(terminal.words({ zh: '已在所有设备上退出。', en: 'Signed out on every device.' }));
  },
});
