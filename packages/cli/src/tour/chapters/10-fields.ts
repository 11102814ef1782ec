// Chapter 10: what the fields mean. Every field of the article's table is looked up in a real reply and must be present, blank or
// absent as of the world's date. The dates here are the article's and the announcements', written down once more on purpose: they
// check the simulator's facts from outside.

import type { ControlClient } from '../control.ts';
import type { Call } from '../recorder.ts';
import type { Reply, Stage } from '../stage.ts';
import type { Chapter, Pass, Step } from '../step.ts';
import { withServer } from '../webhook-server.ts';

export const fieldsChapter: Chapter = () => [fields];

/** The replies that have the fields. */
interface Replies {
  readonly token: Reply;
  readonly consented: Reply;
  readonly silent: Reply;
  readonly profile: Reply;
  readonly follower: Reply;
  readonly stranger: Reply;
  readonly visitor: Reply;
}

type State = 'filled' | 'blank' | 'absent';

const stateOf = (reply: Reply, name: string): State => {
  if (!(name in reply)) return 'absent';
  const value = reply[name];
  return value === '' || value === 0 ? 'blank' : 'filled';
};

/** Reply, field, its state in this world. */
function table(stage: Stage): readonly [keyof Replies, string, State][] {
  const until = (date: string, before: State, after: State): State => (stage.since(date) ? after : before);
  const place = until('2021-10-21', 'filled', 'blank');
  const named = until('2021-12-27', 'filled', 'blank');
  const unionid = until('2014-06-27', 'absent', 'filled');
  const strangersUnionid = stage.since('2017-12-31') ? 'absent' : unionid;
  return [
    ['token', 'access_token', 'filled'],
    ['token', 'expires_in', 'filled'],
    ['consented', 'access_token', 'filled'],
    ['consented', 'expires_in', 'filled'],
    ['consented', 'refresh_token', 'filled'],
    ['consented', 'openid', 'filled'],
    ['consented', 'scope', 'filled'],
    ['consented', 'unionid', unionid],
    ['consented', 'is_snapshotuser', 'absent'],
    ['silent', 'openid', 'filled'],
    ['silent', 'scope', 'filled'],
    ['silent', 'unionid', strangersUnionid],
    ['visitor', 'is_snapshotuser', until('2022-07-13', 'absent', 'filled')],
    ['follower', 'subscribe', 'filled'],
    ['follower', 'subscribe_time', 'filled'],
    ['follower', 'unionid', unionid],
    ['follower', 'nickname', named],
    ['follower', 'headimgurl', named],
    ['follower', 'sex', place],
    ['follower', 'province', place],
    ['follower', 'city', place],
    ['follower', 'country', place],
    ['stranger', 'subscribe', 'blank'],
    ['stranger', 'openid', 'filled'],
    ['stranger', 'unionid', strangersUnionid],
    ['stranger', 'nickname', 'absent'],
    ['profile', 'openid', 'filled'],
    ['profile', 'nickname', 'filled'],
    ['profile', 'headimgurl', 'filled'],
    ['profile', 'sex', place],
    ['profile', 'province', place],
    ['profile', 'city', place],
    ['profile', 'country', place],
    ['profile', 'language', place],
    ['profile', 'privilege', 'filled'],
  ];
}

const fields: Step = {
  id: '10',
  title: { zh: '字段的含义', en: 'What the fields mean' },
  means: {
    zh: '先看 subscribe，再看别的；空白和没有是两回事，都不是值。',
    en: 'Test subscribe first. Blank and absent are two things, and neither is a value.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      const replies = await collect(stage, world);
      const words = { filled: '有值', blank: '空白', absent: '没有' };
      for (const [reply, name, state] of table(stage)) {
        const found = stateOf(replies[reply], name);
        pass({ zh: `${reply}.${name}：${words[state]}`, en: `${reply}.${name}: ${state}` }, found === state, found);
      }
      await pushFields(stage, world, pass);
    });
  },
};

async function collect(stage: Stage, world: ControlClient): Promise<Replies> {
  const redirectUri = `${stage.gateway.url}/wechat/callback`;
  const grant = async (person: string, scope: string): Promise<Reply> => {
    const code = await stage.recorder.quietly(async () => {
      await world.person(person).set({ consent: 'allow' });
      return (await world.person(person).authorize({ account: 'service', redirectUri, scope })).code ?? '';
    });
    return stage.exchange('service', code, world);
  };
  const { appId: appid, appSecret: secret } = world.account('service');
  const token = await stage.api('/cgi-bin/token', { grant_type: 'client_credential', appid, secret }, world);
  const consented = await grant('xiaohong', 'snsapi_userinfo');
  const info = async (person: string) =>
    stage.api(
      '/cgi-bin/user/info',
      { access_token: String(token.access_token), openid: (await world.person(person).openid('service')).openid },
      world,
    );
  return {
    token,
    consented,
    silent: await grant('xiaohong', 'snsapi_base'),
    visitor: await grant('visitor', 'snsapi_userinfo'),
    profile: await stage.api(
      '/sns/userinfo',
      { access_token: String(consented.access_token), openid: String(consented.openid) },
      world,
    ),
    follower: await info('xiaohong'),
    stranger: await info('xiaoming'),
  };
}

/** The fields of a push. Where pushes are encrypted by now, this account goes back to the plain ones to look at them. */
async function pushFields(stage: Stage, world: ControlClient, pass: Pass): Promise<void> {
  await withServer(
    (_request, response) => void response.end('success'),
    async (url) => {
      await stage.recorder.quietly(() => world.setAccount('service', { push: { url, mode: 'plain' } }));
      await world.person('xiaoming').follow('service');
    },
  );
  const { openid } = await world.person('xiaoming').openid('service');
  const push = stage.recorder.calls.findLast(({ body }: Call) => body.includes('<Event>'));
  const field = (name: string) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^\\]<]*)`).exec(push?.body ?? '')?.[1];
  const { originalId } = world.account('service');
  pass({ zh: 'FromUserName：openid', en: 'FromUserName: the openid' }, field('FromUserName') === openid);
  pass(
    { zh: 'ToUserName：账号的原始 ID', en: "ToUserName: the account's original id" },
    field('ToUserName') === originalId,
  );
  pass(
    { zh: 'CreateTime：秒', en: 'CreateTime: seconds' },
    Math.abs(Number(field('CreateTime')) * 1000 - stage.now) < 60_000,
  );
  pass(
    { zh: 'EventKey：普通关注时为空', en: 'EventKey: empty on a plain follow' },
    field('EventKey') === '',
    field('EventKey'),
  );
}
