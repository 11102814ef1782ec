/**
 * What a person does with an account: follow it, leave it, write to it, tap its menu, scan its codes. Each verb changes the
 * world as WeChat does, pushes what WeChat pushes, and resolves after the last delivery.
 */
import { accountFact } from '@mingpian/facts/accounts';
import { permits } from '@mingpian/facts/permissions';
import { eventKeyPrefixes } from '@mingpian/facts/scenes';
import type { PushEvent } from '../push/events.ts';
import type { PersonMessage } from '../push/messages.ts';
import { type PushReport, pushEvent, pushMessage } from '../push/push.ts';
import { follow as becomeFollower, unfollow as leave } from '../world/follows.ts';
import { base64urlText, digitText } from '../world/identifiers.ts';
import { openMessageWindow } from '../world/message-windows.ts';
import type { Account, FollowVia, MenuButton, Person, QrCode } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { noteAct } from './act.ts';
import { Impossible } from './impossible.ts';

function requireLivingPerson(person: Person): void {
  if (person.cancelledAt !== null) {
    throw new Impossible('not_possible', `${person.name} has cancelled the WeChat account and can do nothing any more`);
  }
}

function requireChat(person: Person, account: Account): void {
  requireLivingPerson(person);
  if (!accountFact(account.kind).conversation) {
    throw new Impossible(
      'not_possible',
      `${account.name} is of kind ${account.kind}, which has no chat and no followers`,
    );
  }
}

function requireFollower(world: World, person: Person, account: Account): void {
  requireChat(person, account);
  if (!world.isFollower(person.name, account.name)) {
    throw new Impossible('not_possible', `${person.name} does not follow ${account.name}; only followers can do this`);
  }
}

/** The text of a scene: the string, or the number in digits. */
function sceneText(qrcode: QrCode): string {
  return qrcode.sceneStr !== '' ? qrcode.sceneStr : String(qrcode.sceneId);
}

export function isExpired(world: World, qrcode: QrCode): boolean {
  return qrcode.expiresAt !== null && world.now() >= qrcode.expiresAt;
}

export function qrcodeOfTicket(world: World, ticket: string): QrCode {
  const qrcode = world.state.qrcodes[ticket];
  if (!qrcode) throw new Impossible('bad_input', 'ticket: this world has no QR code with this ticket');
  return qrcode;
}

function subscribeEvent(world: World, account: Account, via: FollowVia, qrcode: QrCode | undefined): PushEvent {
  if (qrcode)
    return { event: 'subscribe', eventKey: eventKeyPrefixes.scene.value + sceneText(qrcode), ticket: qrcode.ticket };
  if (via === 'payment' && world.hasQuirk(account, 'lastTradeNo')) {
    return { event: 'subscribe', eventKey: eventKeyPrefixes.payment.value + digitText(world.draw('trade', 28)) };
  }
  return { event: 'subscribe', eventKey: world.hasQuirk(account, 'plainFollowNoEventKey') ? null : '' };
}

export interface FollowOptions {
  readonly via?: FollowVia;
  /** Of the account's parametric QR code that was scanned. */
  readonly ticket?: string;
}

/** Following again pushes nothing. */
export async function follow(
  world: World,
  person: Person,
  account: Account,
  options: FollowOptions = {},
): Promise<PushReport[]> {
  requireChat(person, account);
  const { ticket, via = ticket === undefined ? 'search' : 'qr' } = options;
  if (ticket !== undefined && via !== 'qr')
    throw new Impossible('bad_input', `ticket: goes with via "qr" only, not with "${via}"`);
  const qrcode = ticket === undefined ? undefined : qrcodeOfTicket(world, ticket);
  if (qrcode && qrcode.account !== account.name) {
    throw new Impossible('bad_input', `ticket: belongs to ${qrcode.account}, not to ${account.name}`);
  }
  if (qrcode && isExpired(world, qrcode)) throw new Impossible('not_possible', 'the QR code has expired');
  noteAct(world, 'follow', person, account, { via });
  if (!becomeFollower(world, person, account, via, qrcode)) return [];
  openMessageWindow(world, person, account, 'action');
  return pushEvent(world, account, person, subscribeEvent(world, account, via, qrcode));
}

/** Leaving an account that one does not follow pushes nothing. The chat is kept. */
export async function unfollow(world: World, person: Person, account: Account): Promise<PushReport[]> {
  requireChat(person, account);
  noteAct(world, 'unfollow', person, account);
  if (!leave(world, person, account)) return [];
  return pushEvent(world, account, person, { event: 'unsubscribe' });
}

/** Any kind of message; the bubble stands in the chat before the account hears of it. */
export async function send(
  world: World,
  person: Person,
  account: Account,
  message: PersonMessage,
): Promise<PushReport[]> {
  requireFollower(world, person, account);
  noteAct(world, message.type === 'text' ? 'say' : 'send', person, account, { type: message.type });
  world.addMessage(person.name, account.name, { ...message, from: 'person' });
  openMessageWindow(world, person, account, 'message');
  return pushMessage(world, account, person, message);
}

export function say(world: World, person: Person, account: Account, text: string): Promise<PushReport[]> {
  return send(world, person, account, { type: 'text', text });
}

/** An id as WeChat's storage gives to media. */
export function newMediaId(world: World): string {
  return base64urlText(world.draw('mediaId', 48));
}

/** Enters the chat: an account that may ask for the location hears it. */
export async function enter(world: World, person: Person, account: Account): Promise<PushReport[]> {
  requireFollower(world, person, account);
  noteAct(world, 'enter', person, account);
  const asks = { kind: account.kind, verified: world.isVerified(account) };
  if (!permits('location', asks, world.now())) return [];
  // Somewhere in 深圳, where everybody of the seeded world lives.
  const [north = 0, east = 0] = world.derive(['location', person.name], 2);
  const latitude = Number((22.5 + north / 2560).toFixed(6));
  const longitude = Number((114 + east / 2560).toFixed(6));
  return pushEvent(world, account, person, { event: 'LOCATION', latitude, longitude, precision: 40 });
}

/** Finds `A / B` in the menu. */
export function menuButton(world: World, account: Account, path: string): MenuButton {
  const menu = world.state.menus[account.name];
  if (!menu) throw new Impossible('not_possible', `${account.name} has no menu`);
  let level = menu.button;
  let found: MenuButton | undefined;
  for (const name of path.split(' / ')) {
    found = level.find((button) => button.name === name.trim());
    if (!found) {
      const names = level.map((button) => button.name).join(', ');
      throw new Impossible('bad_input', `path: there is no ${JSON.stringify(name)} here, only: ${names || 'nothing'}`);
    }
    level = found.sub_button ?? [];
  }
  return found as MenuButton;
}

/** What a tap on the button tells the account; null for a button that only opens its sub-menu. */
function menuEvent(world: World, person: Person, button: MenuButton): PushEvent | null {
  if (button.sub_button && button.sub_button.length > 0) return null;
  const eventKey = button.key ?? '';
  switch (button.type) {
    case 'click':
      return { event: 'CLICK', eventKey };
    case 'view':
      return { event: 'VIEW', eventKey: button.url ?? '' };
    case 'miniprogram':
      return { event: 'view_miniprogram', eventKey: String(button.pagepath ?? '') };
    case 'scancode_push':
    case 'scancode_waitmsg':
      return { event: button.type, eventKey, scan: { scanType: 'qrcode', scanResult: '1' } };
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin':
      return { event: button.type, eventKey, pictures: [world.draw('picture', 16).toString('hex')] };
    case 'location_select':
      return { event: 'location_select', eventKey, latitude: 22.54, longitude: 114.06, label: person.city };
    default:
      return null;
  }
}

export interface MenuTap {
  readonly pushes: Promise<PushReport[]>;
  /** What a view button opens; it does not wait for the push, nor the push for it. */
  readonly url: string | null;
}

export function tapMenu(world: World, person: Person, account: Account, path: string): MenuTap {
  requireFollower(world, person, account);
  const button = menuButton(world, account, path);
  noteAct(world, 'tap-menu', person, account, { path });
  const event = menuEvent(world, person, button);
  if (event === null) return { pushes: Promise.resolve([]), url: null };
  if (event.event !== 'VIEW' && event.event !== 'view_miniprogram') openMessageWindow(world, person, account, 'action');
  return { pushes: pushEvent(world, account, person, event), url: event.event === 'VIEW' ? event.eventKey : null };
}

/** Scans a parametric QR code: a follower's scan is pushed, anybody else sees the account and may follow it. */
export async function scan(world: World, person: Person, qrcode: QrCode): Promise<PushReport[]> {
  requireLivingPerson(person);
  const account = world.accountNamed(qrcode.account);
  noteAct(world, 'scan', person, account);
  if (!world.isFollower(person.name, account.name)) return [];
  openMessageWindow(world, person, account, 'action');
  return pushEvent(world, account, person, { event: 'SCAN', eventKey: sceneText(qrcode), ticket: qrcode.ticket });
}
