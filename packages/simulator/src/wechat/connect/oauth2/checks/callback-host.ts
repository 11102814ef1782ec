import { valueAt } from '@mingpian/facts/fact';
import { limits } from '@mingpian/facts/limits';
import { websiteRedirectRefused } from '@mingpian/facts/pages';
import type { Account } from '../../../../world/state.ts';
import type { World } from '../../../../world/world.ts';
import { isLoopback } from '../../../hosts.ts';
import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** Scheme, host and port as they are written: the comparison is with the very text, so no URL parser may tidy it up. */
const written = /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d+))?(?=[/?#]|$)/;

/** Why a callback address is refused. */
export interface HostProblem {
  code: 10003 | 10039;
  rule: string;
  why: string;
}

/**
 * 网页授权域名: the host must be one of the account's, exactly; a test account's may carry a port. The local profile lets a
 * configured loopback host carry a port and http, and reports it, since WeChat would refuse it.
 */
export function callbackHostProblem(world: World, account: Account, redirectUri: string): HostProblem | undefined {
  const problem = (rule: string, why: string): HostProblem => ({ code: 10003, rule, why });
  const [, scheme, host, port] = written.exec(redirectUri) ?? [];
  if (scheme === undefined || host === undefined) {
    return problem('A-03', 'redirect_uri is not an http or https address, or was not encoded');
  }
  // Before 2018-05 an account had one host only: those after the first do not count yet.
  const configured = account.oauthDomains.slice(0, valueAt(limits.oauthDomains, world.now()) ?? 1);
  const withPort = port === undefined ? host : `${host}:${port}`;
  if (account.kind === 'sandbox' && port !== undefined && configured.includes(withPort)) return undefined;

  const fold = (name: string) => (world.hasQuirk(account, 'hostCaseInsensitive') ? name.toLowerCase() : name);
  if (!configured.some((name) => fold(name) === fold(host))) {
    const names = configured.length === 0 ? 'none is configured' : `configured: ${configured.join(', ')}`;
    return problem('A-05', `${withPort} is not a callback host of this account (${names}); hosts match exactly`);
  }
  if (isLoopback(host)) {
    if (port === undefined && scheme === 'https') return undefined;
    const page = account.kind === 'website' ? websiteRedirectRefused.text : 'page 10003';
    const why = `a loopback host with ${port === undefined ? 'http' : 'a port'}: WeChat answers ${page}`;
    if (world.state.profile === 'production') return problem('A-04', why);
    world.finding('would-fail', 'A-04', why);
    return undefined;
  }
  if (port !== undefined) return problem('A-04', `redirect_uri carries the port ${port}; none is allowed`);
  if (scheme === 'http') {
    const why = `redirect_uri on ${host} uses http; https is advised`;
    if (world.hasQuirk(account, 'protocolMismatch10039')) return { code: 10039, rule: 'A-06', why };
    world.finding('deprecated', 'A-06', why);
  }
  return undefined;
}

export const callbackHost: Check = ({ world, query, account }) => {
  if (account === undefined) return undefined;
  const problem = callbackHostProblem(world, account, query.get('redirect_uri') ?? '');
  return problem && codedPage(problem.code, problem.rule, problem.why);
};
