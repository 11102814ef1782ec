/** The names of faults, by what they strike, and the one that strikes now. */
import { callbackMishaps } from '@mingpian/facts/consent';
import type { World } from './world.ts';

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

/**
 * Takes the fault that strikes this operation now, if any: the first of the world's list whose operation is this one or
 * `*`, whose count is not used up and whose dice fall. `accepts` keeps faults of another kind (of pushes, of pages)
 * untouched.
 */
export function takeFault(
  world: World,
  operation: string,
  accepts: (fault: string) => boolean = () => true,
): string | undefined {
  const { state } = world;
  for (const fault of state.faults) {
    if ((fault.operation !== operation && fault.operation !== '*') || !accepts(fault.fault)) continue;
    if (fault.times === 0) continue;
    if (fault.rate !== null && world.chance(`fault ${operation}`) >= fault.rate) continue;
    if (fault.times !== null) fault.times -= 1;
    if (fault.times === 0) state.faults = state.faults.filter((other) => other !== fault);
    return fault.fault;
  }
  return undefined;
}
