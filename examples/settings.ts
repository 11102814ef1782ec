/**
 * What is the same in every framework: the account from the environment, what happens on a message, what happens when
 * somebody has signed in, and a session in a sealed cookie. The folders beside this file hold only what differs.
 */
import { createWeChat } from '@mingpian/wechat/client';
import { hostsAt, wechatHosts } from '@mingpian/wechat/hosts';
import { type LoginOptions, seeOther } from '@mingpian/wechat/login-handler';
import type { PushHandlerOptions } from '@mingpian/wechat/push-handler';
import { textReply } from '@mingpian/wechat/reply';
import { createSealer } from '@mingpian/wechat/sealer';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; see examples/README.md`);
  return value;
}

/** Where people reach this server: https, or http on a loopback address. */
export const publicUrl = setting('PUBLIC_URL');
export const port = Number(process.env.PORT ?? 3000);

const appId = setting('WECHAT_APP_ID');
/** Set it to the address of a simulator, and no account is needed. */
const wechatAt = process.env.WECHAT_AT;

const wechat = createWeChat({
  appId,
  appSecret: setting('WECHAT_APP_SECRET'),
  hosts: wechatAt === undefined ? wechatHosts : hostsAt(wechatAt),
});

export const pushes: PushHandlerOptions = {
  appId,
  mode: 'safe',
  token: setting('WECHAT_TOKEN'),
  encodingAesKey: setting('WECHAT_AES_KEY'),
  onPush(push) {
    if (push.type === 'event' && push.event === 'subscribe') return textReply('欢迎！');
    return push.type === 'text' ? textReply(`你说：${push.content}`) : undefined;
  },
};

const secret = setting('LOGIN_SECRET');
const sessions = createSealer(secret);

export const signIn: LoginOptions = {
  wechat,
  secret,
  scope: 'snsapi_userinfo',
  callbackUrl: `${publicUrl}/wechat/callback`,
  async onPerson(grant, { profile, returnTo }) {
    const session = await sessions.seal(profile?.nickname ?? grant.openid, 'session');
    const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
    return seeOther(returnTo, { 'set-cookie': `session=${session}; Path=/; HttpOnly; SameSite=Lax${secure}` });
  },
};

/** The front page, for whoever the cookies of the request say. */
export async function frontPage(cookies: string | null | undefined): Promise<string> {
  const session = /(?:^|; )session=([\w-]+)/.exec(cookies ?? '')?.[1];
  const name = session === undefined ? undefined : await sessions.open(session, 'session');
  const text = name === undefined ? '<a href="/login">Sign in with WeChat</a>' : `Hello, ${asHtml(name)}`;
  return `<!doctype html><title>${name === undefined ? 'Nobody' : asHtml(name)}</title><p>${text}</p>`;
}

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
