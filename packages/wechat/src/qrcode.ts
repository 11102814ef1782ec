/** QR codes with parameters (带参数二维码): who scans one follows, and the push tells the scene. */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { readApiReply, requiredText, wholeNumber } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

export interface QrCodeOptions {
  /** A number (1 to 2^32−1, permanent codes up to 100 000), or a text of 1 to 64 characters. */
  readonly scene: number | string;
  /** Life in seconds, up to 30 days. Left out: a permanent code, of which an account has 100 000. */
  readonly expireSeconds?: number;
}

export interface QrCode {
  /** Shows the picture, see `qrCodeImageUrl`. Whoever has it can show the code, so it proves nothing. */
  readonly ticket: string;
  /** What the code says; draw your own picture from it if you like. */
  readonly url: string;
  readonly expireSeconds?: number;
}

export const MAX_EXPIRE_SECONDS = 2_592_000;

/** @throws {TypeError} scene or expireSeconds is out of WeChat's range. */
export function qrCodeRequest(hosts: Hosts, appToken: string, options: QrCodeOptions): WireRequest {
  const { scene, expireSeconds } = options;
  const permanent = expireSeconds === undefined;
  if (!permanent && !(Number.isInteger(expireSeconds) && expireSeconds >= 1 && expireSeconds <= MAX_EXPIRE_SECONDS)) {
    throw new TypeError(`expireSeconds must be 1 to ${MAX_EXPIRE_SECONDS}`);
  }
  return apiRequest(hosts, endpoints.qrcodeCreate, {
    access_token: appToken,
    // Never left out for a temporary code: the default was 30 seconds once and is 60 now.
    expire_seconds: expireSeconds,
    ...(typeof scene === 'number' ? numbered(scene, permanent) : named(scene, permanent)),
  });
}

function numbered(scene: number, permanent: boolean): Record<string, unknown> {
  const most = permanent ? limits.permanentSceneId.value : limits.temporarySceneId.value;
  if (!Number.isInteger(scene) || scene < 1 || scene > most) throw new TypeError(`scene must be 1 to ${most}`);
  return { action_name: permanent ? 'QR_LIMIT_SCENE' : 'QR_SCENE', action_info: { scene: { scene_id: scene } } };
}

function named(scene: string, permanent: boolean): Record<string, unknown> {
  const most = limits.sceneCharacters.value;
  if (scene.length < 1 || scene.length > most) throw new TypeError(`scene must have 1 to ${most} characters`);
  return {
    action_name: permanent ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE',
    action_info: { scene: { scene_str: scene } },
  };
}

/** @throws {ApiError} 48001 for any account but a verified service account or a sandbox. */
export function processQrCode(reply: WireReply): QrCode {
  const { path } = endpoints.qrcodeCreate;
  const body = readApiReply(path, reply);
  const expireSeconds = wholeNumber(body.expire_seconds);
  return {
    ticket: requiredText(path, body, 'ticket'),
    url: requiredText(path, body, 'url'),
    ...(expireSeconds === undefined ? {} : { expireSeconds }),
  };
}

/** Address of the picture, for an `<img>`: it needs no token. */
export function qrCodeImageUrl(hosts: Hosts, ticket: string): string {
  return `${hosts.mp}${endpoints.qrcodeImage.path}?ticket=${encodeURIComponent(ticket)}`;
}
