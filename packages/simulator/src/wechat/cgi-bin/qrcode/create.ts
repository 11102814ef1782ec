import { valueAt } from '@mingpian/facts/fact';
import { limits } from '@mingpian/facts/limits';
import { rules } from '@mingpian/facts/rules';
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

interface Action {
  temporary: boolean;
  scene: 'id' | 'text';
}

const actions: Record<string, Action & { since?: 'stringScene' | 'permanentStringScene' }> = {
  QR_SCENE: { temporary: true, scene: 'id' },
  QR_STR_SCENE: { temporary: true, scene: 'text', since: 'stringScene' },
  QR_LIMIT_SCENE: { temporary: false, scene: 'id' },
  QR_LIMIT_STR_SCENE: { temporary: false, scene: 'text', since: 'permanentStringScene' },
};

function actionOf(call: AppCall, name: unknown): Action {
  const action = typeof name === 'string' && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) throw new Refusal(40052, 'R-04');
  if (action.since !== undefined && !valueAt(rules[action.since], call.world.now())) throw new Refusal(40052, 'H-20');
  return action;
}

function sceneOf(info: unknown, action: Action): Pick<QrCode, 'sceneId' | 'sceneStr'> {
  const scene = (info as { scene?: { scene_id?: unknown; scene_str?: unknown } } | null | undefined)?.scene;
  if (action.scene === 'text') {
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
  if (seconds === undefined) return call.world.hasQuirk(call.account, 'qrDefault30') ? 30 : 60;
  const longest = valueAt(rules.temporaryQrSeconds, call.world.now()) ?? 0;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1 || seconds > longest) {
    throw new Refusal(40053, 'C-10');
  }
  return seconds;
}
