import { inForce, valueAt } from '@mingpian/facts/fact';
import { limits } from '@mingpian/facts/limits';
import { rules } from '@mingpian/facts/rules';
import { type QrActionFact, qrActions, qrDefaultSeconds } from '@mingpian/facts/scenes';
import { base62Text } from '../../../world/identifiers.ts';
import type { QrCode } from '../../../world/state.ts';
import { type AppCall, data, jsonBody, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';

/** A QR code that tells the account who scanned it, and in which scene. */
export const qrcodeCreate = appEndpoint('qrcodeCreate', (call) => {
  const { world, account } = call;
  const body = jsonBody(call);
  const action = actionOf(call, body.action_name);
  const scene = sceneOf(body.action_info, action);
  const seconds = action.temporary ? expiryOf(call, body.expire_seconds) : null;
  const qrcode: QrCode = {
    ticket: `gQ${world.draw('qr ticket', 70).toString('base64')}`,
    account: account.name,
    url: `http://weixin.qq.com/q/${base62Text(world.draw('qr url', 22))}`,
    kind: 'scene',
    ...scene,
    createdAt: world.now(),
    expiresAt: seconds === null ? null : world.now() + seconds * 1000,
  };
  world.state.qrcodes[qrcode.ticket] = qrcode;
  world.emit({ type: 'state', what: 'qrcodes' });
  const values = { ticket: qrcode.ticket, expire_seconds: seconds, url: qrcode.url };
  const holds = new Set(seconds === null ? [] : (['temporary'] as const));
  return data(replyAt('qrcodeCreate', world.now(), values, holds), seconds === null ? 'R-03' : 'R-01');
});

function actionOf(call: AppCall, name: unknown): QrActionFact {
  const action = (qrActions as readonly QrActionFact[]).find((row) => row.name === name);
  if (action === undefined) throw new Refusal(40052, 'R-04');
  if (!inForce(action, call.world.now())) throw new Refusal(40052, 'H-20');
  return action;
}

function sceneOf(info: unknown, action: QrActionFact): Pick<QrCode, 'sceneId' | 'sceneStr'> {
  const scene = (info as { scene?: { scene_id?: unknown; scene_str?: unknown } } | null | undefined)?.scene;
  if (action.scene === 'scene_str') {
    const text = scene?.scene_str;
    const fits = typeof text === 'string' && text !== '' && [...text].length <= limits.sceneCharacters.value;
    if (!fits) throw new Refusal(40053, 'R-04');
    return { sceneId: 0, sceneStr: text };
  }
  const id = scene?.scene_id;
  const largest = action.temporary ? limits.temporarySceneId.value : limits.permanentSceneId.value;
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || id > largest) throw new Refusal(40053, 'R-04');
  return { sceneId: id, sceneStr: '' };
}

function expiryOf(call: AppCall, seconds: unknown): number {
  if (seconds === undefined) return call.world.hasQuirk(call.account, 'qrDefault30') ? 30 : qrDefaultSeconds.value;
  const longest = valueAt(rules.temporaryQrSeconds, call.world.now()) ?? 0;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1 || seconds > longest) {
    throw new Refusal(40053, 'C-10');
  }
  return seconds;
}
