import { snapshotButton } from '@mingpian/facts/consent';
import { z } from 'zod';
import type { LiveWorld } from '../live-world.ts';
import { noteAct } from '../phone/act.ts';
import * as chat from '../phone/chat.ts';
import { Impossible } from '../phone/impossible.ts';
import { cancel, cleanProfile, withdraw } from '../phone/privacy.ts';
import { webViewOf } from '../phone/web-view.ts';
import type { PersonMessage } from '../push/messages.ts';
import type { PushReport } from '../push/push.ts';
import { mintJsCode } from '../world/grants.ts';
import type { Account, Person } from '../world/state.ts';
import { wireMessage } from './chats.ts';
import { type Call, operation } from './operation.ts';
import { accountName, authorisation, page, pushes } from './schemas.ts';

const person = '/worlds/{world}/people/{person}';
const from = z.enum(['chat', 'menu', 'moments', 'external']).optional();
const client = z.enum(['ios', 'android', 'windows', 'mac', 'browser']).optional();

export function wirePushes(reports: readonly PushReport[]): unknown {
  return { pushes: reports.map((report) => ({ ...report, reply: report.reply && wireMessage(report.reply) })) };
}

function whoOf({ world, params }: Call<unknown, unknown>): Person {
  return world.personNamed(params.person ?? '');
}

function withAccount<Body extends { account: string }>(
  call: Call<unknown, Body>,
): readonly [LiveWorld, Person, Account] {
  return [call.world, whoOf(call), call.world.accountNamed(call.body.account)];
}

const media = z.string().min(1).optional();
const contents = z.discriminatedUnion('type', [
  z.strictObject({ account: accountName, type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ account: accountName, type: z.literal('image'), picUrl: media, mediaId: media }),
  z.strictObject({ account: accountName, type: z.literal('voice'), mediaId: media, format: media, mediaId16K: media }),
  z.strictObject({ account: accountName, type: z.enum(['video', 'shortvideo']), mediaId: media, thumbMediaId: media }),
  z.strictObject({
    account: accountName,
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    scale: z.int().optional(),
    label: z.string().optional(),
  }),
  z.strictObject({
    account: accountName,
    type: z.literal('link'),
    title: z.string().optional(),
    description: z.string().optional(),
    url: z.string().optional(),
  }),
]);

/** What is left out is made up, as a camera or a map would bring it. */
function completed(world: LiveWorld, given: z.output<typeof contents>): PersonMessage {
  const mediaId = () => chat.newMediaId(world);
  switch (given.type) {
    case 'text':
      return { type: 'text', text: given.text };
    case 'image': {
      const id = given.mediaId ?? mediaId();
      return { type: 'image', picUrl: given.picUrl ?? `http://mmbiz.qpic.cn/mmbiz_jpg/${id}/0`, mediaId: id };
    }
    case 'voice': {
      const { format = 'amr' } = given;
      return { type: 'voice', mediaId: given.mediaId ?? mediaId(), format, mediaId16K: given.mediaId16K ?? mediaId() };
    }
    case 'video':
    case 'shortvideo':
      return { type: given.type, mediaId: given.mediaId ?? mediaId(), thumbMediaId: given.thumbMediaId ?? mediaId() };
    case 'location': {
      const { latitude = 22.540503, longitude = 113.934528, scale = 15, label = '深圳市南山区' } = given;
      return { type: 'location', latitude, longitude, scale, label };
    }
    case 'link': {
      const { title = 'Mingpian', description = '', url = 'https://mingpian.test/' } = given;
      return { type: 'link', title, description, url };
    }
  }
}

export const verbOperations = [
  operation({
    method: 'post',
    path: `${person}/follow`,
    summary: 'Follows an account; following again pushes nothing',
    body: z.strictObject({
      account: accountName,
      via: z
        .enum(['search', 'card', 'qr', 'articleName', 'articleMenu', 'payment', 'advertisement', 'other'])
        .optional(),
      ticket: z.string().optional(),
    }),
    answer: pushes,
    handle: async (call) => {
      const { via, ticket } = call.body;
      const options = { ...(via !== undefined && { via }), ...(ticket !== undefined && { ticket }) };
      return wirePushes(await chat.follow(...withAccount(call), options));
    },
  }),
  operation({
    method: 'post',
    path: `${person}/unfollow`,
    summary: 'Leaves an account',
    body: z.strictObject({ account: accountName }),
    answer: pushes,
    handle: async (call) => wirePushes(await chat.unfollow(...withAccount(call))),
  }),
  operation({
    method: 'post',
    path: `${person}/say`,
    summary: 'Writes a text',
    body: z.strictObject({ account: accountName, text: z.string().min(1) }),
    answer: pushes,
    handle: async (call) => wirePushes(await chat.say(...withAccount(call), call.body.text)),
  }),
  operation({
    method: 'post',
    path: `${person}/send`,
    summary: 'Sends a message of any kind',
    body: contents,
    answer: pushes,
    handle: async (call) => wirePushes(await chat.send(...withAccount(call), completed(call.world, call.body))),
  }),
  operation({
    method: 'post',
    path: `${person}/enter`,
    summary: 'Enters the chat; an account that may ask for the location hears it',
    body: z.strictObject({ account: accountName }),
    answer: pushes,
    handle: async (call) => wirePushes(await chat.enter(...withAccount(call))),
  }),
  operation({
    method: 'post',
    path: `${person}/tap-menu`,
    summary: 'Taps a button of the menu; what a view button opens is under `page`',
    body: z.strictObject({ account: accountName, path: z.string().min(1).meta({ description: 'A / B' }) }),
    answer: pushes.extend({ page: page.optional() }),
    handle: async (call) => {
      const tap = chat.tapMenu(...withAccount(call), call.body.path);
      const opened = tap.url === null ? undefined : webViewOf(call.world, whoOf(call)).open(tap.url, { from: 'menu' });
      const [reports, shown] = await Promise.all([tap.pushes, opened]);
      return { ...(wirePushes(reports) as object), ...(shown && { page: shown }) };
    },
  }),
  operation({
    method: 'post',
    path: `${person}/withdraw`,
    summary: 'Takes back the authorisation of nickname and avatar',
    body: z.strictObject({ account: accountName }),
    answer: pushes,
    handle: async (call) => wirePushes(await withdraw(...withAccount(call))),
  }),
  operation({
    method: 'post',
    path: `${person}/cancel`,
    summary: 'Gives up the WeChat account',
    answer: pushes,
    handle: async (call) => wirePushes(await cancel(call.world, whoOf(call))),
  }),
  operation({
    method: 'post',
    path: `${person}/clean-profile`,
    summary: 'WeChat removes nickname and avatar',
    answer: pushes,
    handle: async (call) => wirePushes(await cleanProfile(call.world, whoOf(call))),
  }),
  operation({
    method: 'post',
    path: `${person}/open`,
    summary: 'Opens a link in the web view: this person’s cookies, no script, redirects followed',
    body: z.strictObject({ url: z.string().min(1), from, client }),
    answer: page,
    handle: (call) => {
      const { url, from: opened, client: used } = call.body;
      const options = { ...(opened !== undefined && { from: opened }), ...(used !== undefined && { client: used }) };
      return webViewOf(call.world, whoOf(call)).open(url, options);
    },
  }),
  operation({
    method: 'post',
    path: `${person}/submit`,
    summary: 'Sends a form of the page that is open in the web view',
    body: z.strictObject({ url: z.string(), fields: z.record(z.string(), z.string()) }),
    answer: page,
    handle: (call) => {
      const { url, fields } = call.body;
      return webViewOf(call.world, whoOf(call)).submit(url, new URLSearchParams(fields).toString());
    },
  }),
  ...(['allow', 'refuse'] as const).map((choice) =>
    operation({
      method: 'post',
      path: `${person}/${choice}`,
      summary: `Answers the sheet that was shown last: ${choice}`,
      answer: z.union([page, authorisation]),
      handle: (call) => webViewOf(call.world, whoOf(call)).answer(choice),
    }),
  ),
  operation({
    method: 'post',
    path: `${person}/use-full-service`,
    summary: `${snapshotButton.value}: leaves the snapshot page by way of the sheet`,
    answer: page,
    handle: (call) => webViewOf(call.world, whoOf(call)).useFullService(),
  }),
  operation({
    method: 'post',
    path: `${person}/back`,
    summary: 'Back in the web view; a callback is requested again with its used code',
    answer: page,
    handle: (call) => webViewOf(call.world, whoOf(call)).back(),
  }),
  operation({
    method: 'post',
    path: `${person}/authorize`,
    summary: 'The authorise page without a web view; the callback is not visited',
    body: z.strictObject({
      account: accountName,
      redirectUri: z.string(),
      scope: z.string(),
      state: z.string().optional(),
      from,
    }),
    answer: authorisation,
    handle: (call) => {
      const { account, state, from: opened, ...request } = call.body;
      return webViewOf(call.world, whoOf(call)).authorise(call.world.accountNamed(account), {
        ...request,
        ...(state !== undefined && { state }),
        ...(opened !== undefined && { from: opened }),
      });
    },
  }),
  operation({
    method: 'post',
    path: `${person}/js-login`,
    summary: 'A mini program’s wx.login',
    body: z.strictObject({ account: accountName }),
    answer: z.object({ jsCode: z.string() }),
    handle: (call) => {
      const [world, who, account] = withAccount(call);
      if (account.kind !== 'miniprogram') {
        throw new Impossible(
          'bad_input',
          `account: ${account.name} is of kind ${account.kind}, only a miniprogram has wx.login`,
        );
      }
      noteAct(world, 'js-login', who, account);
      return { jsCode: mintJsCode(world, who, account).value };
    },
  }),
];
