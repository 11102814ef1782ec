import { valueAt } from '@mingpian/facts/fact';
import { limits } from '@mingpian/facts/limits';
import { isLoopback } from '../../../hosts.ts';
import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** Scheme, host and port as they are written: the comparison is with the very text, so no URL parser may tidy it up. */
const written = /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d+))?(?=[/?#]|$)/;

/**
 * 网页授权域名: the host must be one of the account's, exactly; a test account's may carry a port. The local profile lets a
 * configured loopback host carry a port and http, and reports it, since WeChat would refuse it.
 */
export const callbackHost: Check = ({ world, query, account }) => {
  if (account === undefined) return undefined;
  const [, scheme, host, port] = written.exec(query.get('redirect_uri') ?? '') ?? [];
  if (scheme === undefined || host === undefined) {
    return codedPage(10003, 'A-03', 'redirect_uri is not an http or https address, or was not encoded');
  }
  // Before 2018-05 an account had one host only: those after the first do not count yet.
  const configured = account.oauthDomains.slice(0, valueAt(limits.oauthDomains, world.now()) ?? 1);
  const withPort = port === undefined ? host : `${host}:${port}`;
  if (account.kind === 'sandbox' && configured.includes(withPort) && port !== undefined) return undefined;

  const fold = (name: string) => (world.hasQuirk(account, 'hostCaseInsensitive') ? name.toLowerCase() : name);
  if (!configured.some((name) => fold(name) === fold(host))) {
    const names = configured.length === 0 ? 'none is configured' : `configured: ${configured.join(', ')}`;
    return codedPage(
      10003,
      'A-05',
      `${withPort} is not a callback host of this account (${names}); hosts match exactly`,
    );
  }
  if (isLoopback(host)) {
    if (port === undefined && scheme === 'https') return undefined;
    const why = `a loopback host with ${port === undefined ? 'http' : 'a port'}: WeChat answers page 10003`;
    if (world.state.profile === 'production') return codedPage(10003, 'A-04', why);
    world.report('would-fail', 'A-04', why);
    return undefined;
  }
  if (port !== undefined) return codedPage(10003, 'A-04', `redirect_uri carries the port ${port}; none is allowed`);
  if (scheme === 'http') {
    if (world.hasQuirk(account, 'protocolMismatch10039')) return codedPage(10039, 'A-06');
    world.report('deprecated', 'A-06', `redirect_uri on ${host} uses http; https is advised`);
  }
  return undefined;
};
