// Chapter 2, method 2: web authorisation with consent, the way for pages and for people who follow nothing.

import type { Browser } from '../browser.ts';
import type { Call } from '../recorder.ts';
import { answerSheet, callbackParameter, isSheet, openAuthorisePage, signIn, startSignIn } from '../sign-in.ts';
import { callsTo, type Reply, type Stage } from '../stage.ts';
import type { Chapter, Pass, Step } from '../step.ts';

const exchangePath = '/sns/oauth2/access_token';

/** What one step leaves to the next: xiaoming's browser with the sheet open, later his user token. */
interface Story {
  browser?: Browser;
  sheet?: Call;
  grant?: Reply;
}

export const consentChapter: Chapter = () => {
  const story: Story = {};
  return [link, consent(story), callback(story), exchange(story), profile(story)];
};

/** The parameters of an authorise link, in the order in which they stand. */
export const namesOf = (location: string): string[] => [...new URL(location).searchParams.keys()];

export function passLink(locations: readonly (string | null)[], scope: string, callbackUrl: string, pass: Pass): void {
  const [first = null, second = null] = locations;
  if (first === null || second === null) {
    pass({ zh: '开始页跳转到微信', en: 'the start page redirects to WeChat' }, false, locations);
    return;
  }
  const url = new URL(first);
  const state = url.searchParams.get('state') ?? '';
  pass(
    { zh: '参数顺序与文档一致', en: 'the parameters stand in the documented order' },
    namesOf(first).join() === 'appid,redirect_uri,response_type,scope,state',
    namesOf(first),
  );
  pass({ zh: `scope 是 ${scope}`, en: `the scope is ${scope}` }, url.searchParams.get('scope') === scope);
  pass(
    { zh: 'redirect_uri 编码一次', en: 'redirect_uri is encoded once' },
    url.search.includes(`redirect_uri=${encodeURIComponent(callbackUrl)}&`),
  );
  pass(
    {
      zh: 'state 是 128 字节以内的字母和数字，每次不同',
      en: 'state is letters and digits within 128 bytes, another one on each visit',
    },
    /^[A-Za-z0-9]{16,128}$/.test(state) && state !== new URL(second).searchParams.get('state'),
  );
  pass(
    { zh: '以 #wechat_redirect 结尾', en: 'it ends in #wechat_redirect' },
    url.hash === '#wechat_redirect',
    url.hash,
  );
}

const link: Step = {
  id: '2.2',
  title: { zh: '生成授权链接交给用户', en: 'The authorise link is built and handed to the user' },
  means: {
    zh: '教程里写死的 state=1 保护不了任何人；这里每次访问都有新的 state，并和浏览器绑定。',
    en: "The article's fixed state=1 protects nobody. Here each visit gets a state of its own, bound to the browser.",
  },
  async run(stage, pass) {
    const starts = await Promise.all(
      [1, 2].map(() => startSignIn(stage.browser('xiaoming'), stage, 'snsapi_userinfo')),
    );
    passLink(
      starts.map(({ location }) => location),
      'snsapi_userinfo',
      `${stage.gateway.url}/wechat/callback`,
      pass,
    );
  },
};

const consent = (story: Story): Step => ({
  id: '2.3',
  title: { zh: '用户在微信里打开链接，看到授权提示', en: 'The user opens the link in WeChat and is asked for consent' },
  means: {
    zh: '不要等待回调，也不要指望拒绝之后还有回调。',
    en: 'Never wait for a callback, and never count on one after a refusal.',
  },
  async run(stage, pass) {
    story.browser = stage.browser('xiaoming');
    story.sheet = await openAuthorisePage(story.browser, await startSignIn(story.browser, stage, 'snsapi_userinfo'));
    pass(
      { zh: '小明第一次来：看到授权提示', en: 'xiaoming, for the first time: sees the sheet' },
      isSheet(story.sheet),
    );

    const redirectUri = `${stage.gateway.url}/wechat/callback`;
    const fromChat = await stage.world
      .person('xiaohong')
      .authorize({ account: 'service', redirectUri, scope: 'snsapi_userinfo', state: 'chat', from: 'chat' });
    pass(
      { zh: '小红是关注者，从聊天进入：没有提示', en: 'xiaohong, a follower from the chat: silence' },
      fromChat.sheet === undefined && fromChat.code !== undefined,
      fromChat,
    );

    const refuser = stage.browser('refuser');
    const started = await startSignIn(refuser, stage, 'snsapi_userinfo');
    const refused = await openAuthorisePage(refuser, started);
    const afterwards = await refuser.follow(refused);
    const leadsBack = stage.rule('refusalRedirects') === true;
    pass(
      leadsBack
        ? { zh: '拒绝者被带回来，只有 state，没有 code', en: 'the refuser is led back with state and without code' }
        : { zh: '拒绝之后什么请求也没有来', en: 'after the refusal no request arrives' },
      leadsBack
        ? callbackParameter(refused, 'code') === null && callbackParameter(refused, 'state') !== null
        : refused.location === null && refused.status === 200,
      refused.location,
    );
    pass(
      { zh: '拒绝者没有登录，也没有出错', en: 'the refuser is not signed in, and nothing broke' },
      (afterwards.status ?? 500) < 500,
    );

    await visitor(stage, pass);
  },
});

/** Somebody who lands on a snapshot page: since 2022 WeChat runs the page for a user who does not exist. */
async function visitor(stage: Stage, pass: Pass): Promise<void> {
  const browser = stage.browser('visitor');
  const known = await stage.gateway.count();
  const page = await openAuthorisePage(browser, await startSignIn(browser, stage, 'snsapi_userinfo'));
  if (stage.rule('snapshotPages') !== true) {
    pass({ zh: 'visitor 看到授权提示', en: 'the visitor sees the sheet' }, isSheet(page));
    return;
  }
  const shown = await browser.follow(page);
  const exchanged = callsTo(stage.recorder.calls, exchangePath).at(-1);
  pass(
    {
      zh: 'visitor 到了快照页：没有提示，换来的是虚拟用户',
      en: 'the visitor lands on a snapshot page: no sheet, a virtual user',
    },
    !isSheet(page) && exchanged !== undefined && JSON.parse(exchanged.reply).is_snapshotuser === 1,
    exchanged?.reply,
  );
  pass(
    { zh: '网关没有记下任何人，只说明还差一步', en: 'the gateway stores nobody and says which tap is missing' },
    (await stage.gateway.count()) === known &&
      shown.status !== null &&
      shown.status < 500 &&
      /使用完整服务/.test(shown.reply),
  );
}

const callback = (story: Story): Step => ({
  id: '2.4',
  title: { zh: '浏览器带着 code 回来', en: 'The browser returns with the code' },
  means: {
    zh: '先核对 state 和浏览器，再使用 code；同一个回调可能来两次。',
    en: 'State and browser are checked before the code is spent. The same callback may come twice.',
  },
  async run(stage, pass) {
    const { browser, sheet } = story;
    if (browser === undefined || sheet === undefined) throw new TypeError('there is no sheet left to answer');
    const back = await answerSheet(browser, sheet, 'allow');
    const code = callbackParameter(back, 'code') ?? '';
    const form = stage.rule('codeForm');
    pass(
      form === 'hex32'
        ? { zh: 'code 是 32 位十六进制', en: 'the code is 32 hex digits' }
        : { zh: 'code 是 32 位大小写字母和数字', en: 'the code is 32 letters of both cases and digits' },
      form === 'hex32' ? /^[0-9a-f]{32}$/.test(code) : /^[0-9A-Za-z]{32}$/.test(code),
    );
    const address = back.location ?? '';
    pass(
      { zh: '先 code 后 state', en: 'code comes before state' },
      namesOf(address).join() === 'code,state',
      namesOf(address),
    );

    const stranger = await stage.browser('xiaohong').get(address);
    pass(
      {
        zh: '别人的浏览器打开这个回调：拒绝，code 没有用掉',
        en: "in somebody else's browser: refused, the code unspent",
      },
      (stranger.status ?? 0) >= 400 && callsTo(stage.recorder.calls, exchangePath).length === 0,
      stranger.status,
    );
    const ends = await Promise.all([browser.get(address), browser.get(address)]);
    pass(
      {
        zh: '同时来两次：一次兑换，同一个去处，地址里没有 code',
        en: 'twice at once: one exchange, one way on, a clean address',
      },
      callsTo(stage.recorder.calls, exchangePath).length === 1 &&
        ends.every(
          ({ status, location }) => status === 303 && location === ends[0]?.location && !/code=/.test(location ?? ''),
        ),
      ends.map(({ status, location }) => [status, location]),
    );
    const replayed = await browser.get(address);
    pass(
      { zh: '后退再来一次：不再兑换', en: 'the back button: no further exchange' },
      (replayed.status ?? 500) < 500 && callsTo(stage.recorder.calls, exchangePath).length === 1,
      replayed.status,
    );
    const withoutCode = new URL(address);
    withoutCode.searchParams.delete('code');
    const foreign = new URL(address);
    foreign.searchParams.set('state', '0'.repeat(32));
    const odd = await Promise.all([withoutCode.href, foreign.href].map((url) => stage.browser('xiaoming').get(url)));
    pass(
      {
        zh: '没有 code，或 state 不是我们的：一页说明，没有会话',
        en: 'without code or with a foreign state: a page, no session',
      },
      odd.every(
        ({ status, cookies }) => status !== null && status < 500 && !cookies.some((line) => /session/i.test(line)),
      ),
      odd.map(({ status }) => status),
    );
    const me = await browser.follow(ends[0] ?? back);
    pass({ zh: '小明登录了', en: 'xiaoming is signed in' }, me.status === 200 && me.reply.includes('小明'), me.status);
  },
});

const exchange = (story: Story): Step => ({
  id: '2.5',
  title: { zh: '服务器用 code 换取 user token', en: 'The server exchanges the code for the user token' },
  means: {
    zh: '只在服务器之间进行；用户是 (AppID, openid)，unionid 附在上面，不能单独当键。',
    en: 'Server to server only. Identity is (AppID, openid); the unionid is attached and never the key alone.',
  },
  async run(stage, pass) {
    const authorised = await stage.recorder.quietly(() =>
      stage.world.person('xiaoming').authorize({
        account: 'service',
        redirectUri: `${stage.gateway.url}/wechat/callback`,
        scope: 'snsapi_userinfo',
        state: 'tour',
      }),
    );
    const code = authorised.code ?? '';
    const reply = await stage.exchange('service', code);
    story.grant = reply;
    const united = stage.since('2014-06-27');
    const fields = ['access_token', 'expires_in', 'refresh_token', 'openid', 'scope', ...(united ? ['unionid'] : [])];
    pass(
      united
        ? { zh: '五个字段，加上 unionid', en: 'five fields, and unionid' }
        : { zh: '正好五个字段', en: 'exactly five fields' },
      Object.keys(reply).join() === fields.join(),
      Object.keys(reply),
    );
    const scope = String(reply.scope);
    const comma = stage.rule('trailingScopeComma') === true;
    pass(
      comma
        ? { zh: 'scope 末尾有逗号，拆开后正好一项', en: 'scope ends in a comma and is exactly one entry' }
        : { zh: 'scope 正好一项，没有逗号', en: 'scope is exactly one entry, without a comma' },
      scope.endsWith(',') === comma && scope.split(',').filter(Boolean).join() === 'snsapi_userinfo',
      scope,
    );
    const again = await stage.exchange('service', code);
    const used = stage.rule('usedCodeErrcode');
    pass(
      { zh: `同一个 code 再用一次：${used}`, en: `the same code once more: ${used}` },
      again.errcode === used,
      again,
    );

    const openid = String(reply.openid);
    const person = await stage.gateway.person('service', openid);
    const identity = person?.identities.find((each) => each.account === 'service');
    pass(
      { zh: '网关按 (service, openid) 找到同一个人', en: 'the gateway knows the person by (service, openid)' },
      identity?.openid === openid,
    );
    pass(
      united
        ? { zh: 'unionid 附在这个身份上', en: 'the unionid is attached' }
        : { zh: '没有 unionid 可附', en: 'there is no unionid to attach' },
      united ? identity?.unionid === reply.unionid : identity?.unionid === null,
    );
  },
});

const profile = (story: Story): Step => ({
  id: '2.6',
  title: { zh: '服务器用 user token 读取资料', en: 'The server reads the profile with the user token' },
  means: {
    zh: '昵称什么都可能有：当作文字保存，输出时转义；用户撤回授权时删除。',
    en: 'A nickname may contain anything: stored as text, escaped on output, deleted when the user withdraws.',
  },
  async run(stage, pass) {
    const { access_token: token, openid } = story.grant ?? {};
    const reply = await stage.api('/sns/userinfo', {
      access_token: String(token),
      openid: String(openid),
      lang: 'zh_CN',
    });
    pass({ zh: 'openid 与换取时一致', en: 'the openid is that of the exchange' }, reply.openid === openid);
    pass(
      { zh: '昵称和头像是真的', en: 'nickname and avatar are real' },
      reply.nickname === '小明' && String(reply.headimgurl).startsWith('http'),
      reply,
    );
    const filled = !stage.since('2021-10-21');
    pass(
      filled
        ? { zh: '性别、语言和地区已填', en: 'sex, language and region are filled' }
        : { zh: '性别为 0，语言和地区为空', en: 'sex is 0, language and region are blank' },
      filled
        ? reply.sex === 1 && reply.language === 'zh_CN' && reply.country !== ''
        : reply.sex === 0 && [reply.language, reply.country, reply.province, reply.city].every((value) => value === ''),
    );
    pass({ zh: 'privilege 是一个列表', en: 'privilege is a list' }, Array.isArray(reply.privilege));

    const base = await stage.recorder.quietly(() =>
      stage.world.person('xiaoming').authorize({
        account: 'service',
        redirectUri: `${stage.gateway.url}/wechat/callback`,
        scope: 'snsapi_base',
      }),
    );
    const silent = await stage.recorder.quietly(() => stage.exchange('service', base.code ?? ''));
    const refused = await stage.api('/sns/userinfo', {
      access_token: String(silent.access_token),
      openid: String(openid),
    });
    pass(
      { zh: '静默授权的 token：48001', en: 'a token of the silent scope: 48001' },
      refused.errcode === 48001,
      refused,
    );

    await emoji(stage, pass);
  },
});

/** A nickname of everything that breaks programs: kept letter for letter, kept when the account says blank, gone on request. */
async function emoji(stage: Stage, pass: Pass): Promise<void> {
  const { openid } = await stage.world.person('emoji').openid('service');
  const nickname = await stage.recorder.quietly(async () => {
    const browser = stage.browser('emoji');
    await signIn(browser, stage, 'snsapi_userinfo');
    return (await stage.gateway.person('service', openid))?.profile.nickname?.value;
  });
  const expected = stage.world.nicknameOf('emoji');
  pass({ zh: `「${expected}」原样保存`, en: `"${expected}" comes through unchanged` }, nickname === expected, nickname);

  const { pushes } = await stage.world.person('emoji').follow('service');
  const kept = (await stage.gateway.person('service', openid))?.profile.nickname?.value;
  pass(
    {
      zh: '之后关注，空白资料没有盖掉昵称，问候里就有它',
      en: 'following later, the blank profile leaves the nickname, and the greeting has it',
    },
    kept === expected && (pushes[0]?.reply?.text ?? '').includes(expected),
    pushes[0]?.reply?.text,
  );
  if (stage.rule('privacyEvents') !== true) return;
  // Pushes count whole seconds: a withdrawal within the second of the consent cannot be told from one before it.
  await stage.recorder.quietly(() => stage.world.advance('1m'));
  await stage.world.person('emoji').withdraw('service');
  const after = (await stage.gateway.person('service', openid))?.profile;
  pass(
    { zh: '撤回授权后，昵称和头像都没有了', en: 'after the withdrawal nickname and avatar are gone' },
    after !== undefined && after.nickname === undefined && after.avatar === undefined,
    after,
  );
}
