/** How an application lets requests be sent, with the defaults of those settings. */
import { Caller, type ObservedCall } from './caller.ts';
import { type Hosts, wechatHosts } from './hosts.ts';
import type { Clock, Random, Sleep, Transport } from './ports.ts';
import { systemClock, systemRandom, systemSleep } from './system.ts';
import { defaultTransport } from './transport.ts';

export interface CallerSettings {
  readonly hosts?: Hosts;
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly sleep?: Sleep;
  /** Tries in all for operations that may be repeated; 3 by default. */
  readonly tries?: number;
  /** Milliseconds for one operation with all its tries; 10 000 by default, of which one try gets 5 000 at most. */
  readonly budgetMs?: number;
  /** Further origins of the API host, such as `https://api2.weixin.qq.com`, for when the first cannot be reached. */
  readonly fallbacks?: readonly string[];
  /** Told of every request that was sent, without secrets. What it throws is lost, and changes nothing. */
  readonly onCall?: (call: ObservedCall) => void;
}

export interface SettledCaller {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly random: Random;
  readonly sleep: Sleep;
}

/** @throws {TypeError} hosts or fallbacks are not of the form that `Hosts` says. */
export function callerOf(settings: CallerSettings): SettledCaller {
  const { hosts = wechatHosts, tries = 3, budgetMs = 10_000, fallbacks = [], onCall } = settings;
  const { api, open, mp } = hosts;
  checkAddresses({ 'hosts.api': [api], 'hosts.open': [open], 'hosts.mp': [mp], fallbacks });
  const { transport = defaultTransport(), clock = systemClock, random = systemRandom, sleep = systemSleep } = settings;
  const observer = onCall === undefined ? {} : { onCall };
  const caller = new Caller({ hosts, transport, clock, random, sleep, tries, budgetMs, fallbacks, ...observer });
  return { caller, clock, random, sleep };
}

/** A path is put behind each of them as it is. */
function checkAddresses(addresses: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, values] of Object.entries(addresses)) {
    const fit = values.every((value) => /^https?:\/\/[^?#]*[^?#/]$/.test(value) && URL.canParse(value));
    if (!fit) throw new TypeError(`${name} must be an http or https address without a slash at the end`);
  }
}
