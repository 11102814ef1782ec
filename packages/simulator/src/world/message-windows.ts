/**
 * When an account may write to a person first (客服消息): five messages within 48 hours of a message of hers, three
 * within a minute of a menu click, a follow or a scan. Opening a link of the menu opens no window.
 */
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import { type Account, chatKey, type MessageWindow, type Person } from './state.ts';
import type { World } from './world.ts';

export function openMessageWindow(
  world: World,
  person: Person,
  account: Account,
  trigger: MessageWindow['trigger'],
): void {
  const key = chatKey(person.name, account.name);
  const current = world.state.messageWindows[key];
  // A click must not take away what is left of the 48 hours after a message.
  if (
    trigger === 'action' &&
    current?.trigger === 'message' &&
    isOpen(world, current) &&
    remaining(world, account, current) > 0
  ) {
    return;
  }
  world.state.messageWindows[key] = { trigger, openedAt: world.now(), sent: 0 };
}

/** Takes one message out of the window, or says why there is none to take. */
export function takeFromMessageWindow(world: World, person: Person, account: Account): 'taken' | 'closed' | 'used up' {
  const window = world.state.messageWindows[chatKey(person.name, account.name)];
  if (window === undefined || !isOpen(world, window)) return 'closed';
  if (remaining(world, account, window) <= 0) {
    // Row C-04: only after a message does WeChat speak of a count; a short window is then simply closed.
    return window.trigger === 'message' ? 'used up' : 'closed';
  }
  window.sent += 1;
  return 'taken';
}

function isOpen(world: World, window: MessageWindow): boolean {
  const seconds =
    window.trigger === 'message' ? lifetimes.customerMessageWindow.value : lifetimes.customerMessageShortWindow.value;
  return world.now() - window.openedAt < seconds * 1000;
}

function remaining(world: World, account: Account, window: MessageWindow): number {
  if (window.trigger === 'action') return limits.customerMessagesPerAction.value - window.sent;
  const allowed = world.hasQuirk(account, 'kfTwenty') ? 20 : limits.customerMessagesPerMessage.value;
  return allowed - window.sent;
}
