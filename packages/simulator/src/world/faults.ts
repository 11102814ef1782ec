/** The names of faults, by what they strike. */
import { callbackMishaps } from '@mingpian/facts/consent';

/** What WeChat's edge or the line between can do to any reply. */
const lineFaults = /^(?:slow|hang|drop|reset|http:[1-5]\d\d|html)$/;
const replyFaults = /^(?:errcode:-?\d{1,9}|systemBusy|systemBusyKeepsCode|truncated|invalidJson)$/;
const pushFaults: readonly string[] = ['duplicate', 'reorder', 'delay', 'badSignature', 'oldKey', 'corruptAppid'];
const pageFaults: readonly string[] = [
  'tooFrequent',
  ...callbackMishaps.map(({ name }) => name),
  'lostState',
  'changedState',
  'lostCookies',
];

/** For people who wrote another one. */
export const faultList = `errcode:<n>, systemBusy, systemBusyKeepsCode, slow, hang, drop, reset, http:<status>, html, truncated, invalidJson; of pushes ${pushFaults.join(', ')}; of authorize ${pageFaults.join(', ')}, and slow, hang, drop, reset, http:<status>, html`;

export function isLineFault(fault: string): boolean {
  return lineFaults.test(fault);
}

/** Is this a fault of a call, rather than of a push or a page? */
export function isCallFault(fault: string): boolean {
  return lineFaults.test(fault) || replyFaults.test(fault);
}

export function isPushFault(fault: string): boolean {
  return pushFaults.includes(fault);
}

export function isPageFault(fault: string): boolean {
  return pageFaults.includes(fault);
}

export function isFault(fault: string): boolean {
  return isCallFault(fault) || isPushFault(fault) || isPageFault(fault);
}

/** Can the fault strike the operation: a path, `authorize`, `push` or `*`? */
export function canStrike(operation: string, fault: string): boolean {
  if (operation === '*') return true;
  if (operation === 'push') return isPushFault(fault);
  if (operation === 'authorize') return isPageFault(fault) || isLineFault(fault);
  return isCallFault(fault);
}
