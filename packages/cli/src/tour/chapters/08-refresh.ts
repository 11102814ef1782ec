// Chapter 8: refreshing the user token, and asking whether it is still good. Time flies here, so it happens in worlds of their own.

import type { ControlClient } from '../control.ts';
import type { Reply, Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';

export const refreshChapter: Chapter = () => [refresh, check];

/** A user token with consent. */
async function grantOf(stage: Stage, world: ControlClient, person: string): Promise<Reply> {
  return stage.recorder.quietly(async () => {
    await world.person(person).set({ consent: 'allow' });
    const { code = '' } = await world.person(person).authorize({
      account: 'service',
      redirectUri: `${stage.gateway.url}/wechat/callback`,
      scope: 'snsapi_userinfo',
    });
    return stage.exchange('service', code, world);
  });
}

const refreshed = (stage: Stage, world: ControlClient, refreshToken: string): Promise<Reply> =>
  stage.api(
    '/sns/oauth2/refresh_token',
    { appid: world.account('service').appId, grant_type: 'refresh_token', refresh_token: refreshToken },
    world,
  );

const refresh: Step = {
  id: '8.1',
  title: { zh: '刷新 user token', en: 'The user token is refreshed' },
  means: {
    zh: 'refresh token 不需要 AppSecret，等于一张三十天的通行证：加密保存，撤回时删除。',
    en: 'A refresh token needs no AppSecret: a pass for thirty days, to be kept encrypted and deleted on revocation.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      const first = await grantOf(stage, world, 'xiaoming');
      const token = String(first.refresh_token);

      await world.advance('1000s');
      const early = await refreshed(stage, world, token);
      pass(
        { zh: '五个字段', en: 'five fields' },
        ['access_token', 'expires_in', 'refresh_token', 'openid', 'scope'].every((name) => name in early),
        Object.keys(early),
      );
      pass({ zh: '1000 秒时：token 不变', en: 'at 1000 s the token stays' }, early.access_token === first.access_token);
      await world.advance('7201s');
      const late = await refreshed(stage, world, String(early.refresh_token));
      pass(
        { zh: '再过 7201 秒：换了新的', en: '7201 s later it is another' },
        typeof late.access_token === 'string' && late.access_token !== first.access_token,
      );
      await world.advance(`${30 * 86_400 - 1000 - 7201 + 1}s`);
      const dead = await refreshed(stage, world, token);
      pass({ zh: '30 天零 1 秒：42002', en: 'at 30 days and 1 s: 42002' }, dead.errcode === 42002, dead);
      const bogus = await refreshed(stage, world, 'bogus');
      pass({ zh: '编造的：40030', en: 'a bogus one: 40030' }, bogus.errcode === 40030, bogus);

      const other = await grantOf(stage, world, 'xiaohong');
      await world.person('xiaohong').withdraw('service');
      const revoked = await refreshed(stage, world, String(other.refresh_token));
      pass({ zh: '撤回授权的用户：50001', en: 'a user who has withdrawn: 50001' }, revoked.errcode === 50001, revoked);
    });
  },
};

const check: Step = {
  id: '8.2',
  title: { zh: 'user token 还有效吗', en: 'Is the user token still good' },
  means: {
    zh: '只证明 token 和 openid 是一对，不证明人在场；不能当作登录。',
    en: 'It proves that token and openid belong together, not that the person is present; never a login by itself.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      const { access_token: token, openid } = await grantOf(stage, world, 'xiaoming');
      const other = await world.person('xiaohong').openid('service');
      const ask = (whose: unknown) =>
        stage.api('/sns/auth', { access_token: String(token), openid: String(whose) }, world);
      const good = await ask(openid);
      pass({ zh: '有效：0 ok', en: 'good: 0 ok' }, good.errcode === 0, good);
      const foreign = await ask(other.openid);
      pass({ zh: '别人的 openid：40003', en: "somebody else's openid: 40003" }, foreign.errcode === 40003, foreign);
      await world.advance('7201s');
      const expired = await ask(openid);
      pass({ zh: '过期：42001', en: 'expired: 42001' }, expired.errcode === 42001, expired);
    });
  },
};
