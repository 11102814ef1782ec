// Chapter 9: the five sizes of an avatar, and what becomes of its address when the picture changes.

import { type AvatarForm, avatarForms } from '@mingpian/facts/avatars';
import { valueAt } from '@mingpian/facts/fact';
import type { ControlClient } from '../control.ts';
import type { Call } from '../recorder.ts';
import { signIn } from '../sign-in.ts';
import type { Stage } from '../stage.ts';
import type { Chapter, Pass, Step } from '../step.ts';

export const avatarsChapter: Chapter = () => [sizes];

/** The last segment of the address and the edge it stands for, in pixels. */
const edges = { '0': 640, '46': 46, '64': 64, '96': 96, '132': 132 } as const;

const sizes: Step = {
  id: '9',
  title: { zh: '头像的五种尺寸', en: 'The five sizes of an avatar' },
  means: {
    zh: '用户换了头像，旧地址就失效；要长期显示，就在登录时自己存一份。',
    en: 'The address dies when the user changes the picture. What shall stay is copied at sign-in.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      const address = await avatarOf(stage, world);
      const form = valueAt<AvatarForm>(avatarForms.snsUserInfo, stage.now);
      const start = `${form?.scheme}://${form?.host}/mmopen/`;
      pass(
        {
          zh: `地址以 ${start} 开头，以 /${form?.size} 结尾`,
          en: `the address begins with ${start} and ends in /${form?.size}`,
        },
        address.startsWith(start) && address.endsWith(`/${form?.size}`),
        address,
      );
      for (const [size, edge] of Object.entries(edges)) {
        const picture = await load(stage, world, address.replace(/\d+$/, size));
        pass(
          { zh: `/${size}：${edge} 像素`, en: `/${size}: ${edge} pixels` },
          picture.status === 200 && edgeOf(picture) === edge,
          edgeOf(picture),
        );
      }
      await stage.recorder.quietly(() => world.person('xiaoming').set({ avatar: 'another picture' }));
      const old = await load(stage, world, address);
      pass(
        { zh: '换了头像：旧地址失效', en: 'another picture: the old address fails' },
        old.status !== 200,
        old.status,
      );
      await stage.recorder.quietly(() => world.person('xiaoming').set({ avatar: '' }));
      pass({ zh: '没有头像：空字符串', en: 'no picture: an empty text' }, (await avatarOf(stage, world)) === '');
    });
    await keptCopy(stage, pass);
  },
};

/** The gateway's own copy, made when xiaoming signed in, does not care what becomes of the original. */
async function keptCopy(stage: Stage, pass: Pass): Promise<void> {
  const browser = stage.browser('xiaoming');
  const me = await stage.recorder.quietly(() => signIn(browser, stage, 'snsapi_userinfo'));
  const path = /src="(?:[^"]*)(\/avatars\/[^"]+)"/.exec(me.reply)?.[1];
  if (path === undefined) {
    pass({ zh: '「我是谁」显示网关自己的那一份', en: "the page /me shows the gateway's own copy" }, false, me.status);
    return;
  }
  const before = await browser.get(stage.gateway.url + path);
  await stage.recorder.quietly(() => stage.world.person('xiaoming').set({ avatar: 'yet another picture' }));
  const after = await browser.get(stage.gateway.url + path);
  pass(
    { zh: '网关自己的那一份还在', en: "the gateway's own copy stays" },
    before.status === 200 && after.status === 200 && edgeOf(after) !== undefined && before.reply === after.reply,
    [before.status, after.status],
  );
}

/** `headimgurl` of xiaoming, as method 2 brings it. */
async function avatarOf(stage: Stage, world: ControlClient): Promise<string> {
  const { access_token: token, openid } = await stage.recorder.quietly(async () => {
    await world.person('xiaoming').set({ consent: 'allow' });
    const { code = '' } = await world.person('xiaoming').authorize({
      account: 'service',
      redirectUri: `${stage.gateway.url}/wechat/callback`,
      scope: 'snsapi_userinfo',
    });
    return stage.exchange('service', code, world);
  });
  const profile = await stage.api('/sns/userinfo', { access_token: String(token), openid: String(openid) }, world);
  return String(profile.headimgurl ?? '');
}

/** The simulator answers for the picture host as for all others. */
function load(stage: Stage, world: ControlClient, address: string): Promise<Call> {
  return stage.recorder.fetch(world.base + new URL(address).pathname, {}, { from: 'person', to: 'wechat' });
}

/** The edge of a square PNG, from its header; undefined for anything else. */
function edgeOf({ bytes }: Call): number | undefined {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 24 || header.getUint32(0) !== 0x89504e47) return undefined;
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  return width === height ? width : undefined;
}
