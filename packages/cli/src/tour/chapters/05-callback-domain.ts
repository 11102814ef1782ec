// Chapter 5: the callback-domain rule (网页授权域名). Each step changes the setting, so it works in a world of its own.

import { verifyFile } from '../../trial/gateway-config.ts';
import { type ControlClient, ControlRefused } from '../control.ts';
import type { Call } from '../recorder.ts';
import type { Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';

export const callbackDomainChapter: Chapter = () => [setting, exactHost, port, errorPage];

/** Opens a silent authorise link in WeChat: a redirect with a code, or a page that refuses. */
async function authorise(stage: Stage, world: ControlClient, redirectUri: string): Promise<Call> {
  const link = stage.authoriseLink('service', { redirectUri, scope: 'snsapi_base' }, world);
  return stage.browserOf(world, 'xiaoming').get(link);
}

const accepted = ({ status, location }: Call): boolean => status === 302 && /[?&]code=/.test(location ?? '');
const refused = ({ status, location }: Call): boolean => status === 200 && location === null;

const setHosts = (stage: Stage, world: ControlClient, hosts: readonly string[]) =>
  stage.recorder.quietly(() => world.setAccount('service', { oauthDomains: hosts }));

const setting: Step = {
  id: '5.1',
  title: { zh: '在后台填写域名', en: 'The host is entered in the console' },
  means: {
    zh: '控制这个域名，就控制了登录；不要放在与别人共用的平台上。',
    en: 'Whoever controls the host controls logins. Keep it off platforms that are shared.',
  },
  async run(stage, pass) {
    const file = await stage.browser('xiaoming').get(`${stage.gateway.url}/${verifyFile}`);
    const content = verifyFile.slice('MP_verify_'.length, -'.txt'.length);
    pass(
      { zh: '网关逐字节提供验证文件', en: 'the gateway serves the verify file byte for byte' },
      file.status === 200 && file.reply === content,
      file.reply,
    );

    await stage.inAnotherWorld(async (world) => {
      const hosts = ['one.example.com', 'two.example.com', 'three.example.com'];
      const room = stage.since('2018-05-01') ? 2 : 1;
      const count = room === 2 ? { zh: '两个域名', en: 'two hosts' } : { zh: '一个域名', en: 'one host' };
      const refusal = await setHosts(stage, world, hosts.slice(0, room + 1)).catch((error: unknown) => error);
      pass(
        { zh: `后台只收${count.zh}`, en: `the console takes ${count.en} and no more` },
        refusal instanceof ControlRefused && refusal.status === 422,
      );
      await setHosts(stage, world, hosts.slice(0, room));
      const pages = await Promise.all(hosts.map((host) => authorise(stage, world, `http://${host}/oauth2.php`)));
      pass(
        { zh: `${count.zh}可以授权，下一个被拒绝`, en: `${count.en} authorise, the next one is refused` },
        pages.every((page, index) => (index < room ? accepted(page) : refused(page))),
        pages.map(({ status }) => status),
      );
    });
  },
};

const exactHost: Step = {
  id: '5.2',
  title: { zh: '域名必须完全一致', en: 'The host must match exactly' },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      await setHosts(stage, world, ['www.qq.com']);
      for (const address of ['http://www.qq.com/music.html', 'http://www.qq.com/login.html']) {
        pass({ zh: `接受 ${address}`, en: `accepts ${address}` }, accepted(await authorise(stage, world, address)));
      }
      for (const host of ['pay.qq.com', 'music.qq.com', 'qq.com']) {
        pass(
          { zh: `拒绝 ${host}`, en: `refuses ${host}` },
          refused(await authorise(stage, world, `http://${host}/oauth2.php`)),
        );
      }
    });
  },
};

const port: Step = {
  id: '5.3',
  title: { zh: '不能有端口', en: 'No port' },
  means: {
    zh: '本机开发是例外，模拟器把它作为「上线会失败」写进报告。',
    en: 'Development on this machine is the exception; the simulator reports it as something that would fail.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      await setHosts(stage, world, ['www.qq.com']);
      const page = await authorise(stage, world, 'http://www.qq.com:8080/oauth2.php');
      pass({ zh: '公网域名带端口：拒绝', en: 'a public host with a port: refused' }, refused(page));
      await setHosts(stage, world, ['127.0.0.1']);
      const local = await authorise(stage, world, `${stage.gateway.url}/wechat/callback`);
      const findings = await world.report();
      pass(
        { zh: '本机带端口：通过，报告里是 would-fail', en: 'loopback with a port: passes, reported as would-fail' },
        accepted(local) && findings.some(({ level, why }) => level === 'would-fail' && /port/.test(why)),
        findings,
      );
    });
  },
};

const errorPage: Step = {
  id: '5.4',
  title: { zh: '配置错误时用户看到错误页', en: 'A wrong configuration shows an error page' },
  means: {
    zh: '应用永远不知道失败了，只有用户能报出代码：mingpian explain 10003。',
    en: 'The application never learns of it; only the user can report the code: mingpian explain 10003.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      await setHosts(stage, world, ['www.qq.com']);
      const page = await authorise(stage, world, 'http://pay.qq.com/oauth2.php');
      pass(
        {
          zh: '页面有代码 10003 和它的文字，没有跳转',
          en: 'the page has the code 10003 and its text; nothing is redirected',
        },
        refused(page) && page.reply.includes('10003') && page.reply.includes('redirect_uri'),
      );
      const { error } = await world.person('xiaoming').authorize({
        account: 'service',
        redirectUri: 'http://pay.qq.com/oauth2.php',
        scope: 'snsapi_base',
      });
      pass(
        { zh: `原因：${error?.why}`, en: `the cause: ${error?.why}` },
        error?.code === 10003 && error.why !== '',
        error,
      );
    });
  },
};
