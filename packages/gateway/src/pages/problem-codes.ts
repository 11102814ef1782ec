import type { Html } from './html.ts';

/** Why nobody was signed in, as pages, logs and the stored outcome of a login name it. */
export type ProblemCode =
  /** The code was used or is too old: 40163, 40029, or a callback loaded again long after. */
  | 'code_used'
  | 'login_expired'
  /** The browser is not the one that began. */
  | 'state_mismatch'
  | 'access_denied'
  | 'not_in_wechat'
  /** The same for the request of an application, whose address works in this browser alone. */
  | 'only_in_wechat'
  /** The code on a computer was read by something else than WeChat's scanner. */
  | 'scan_in_wechat'
  | 'snapshot_user'
  /** -1, 5xx, timeouts, replies that are none. */
  | 'upstream_busy'
  | 'rate_limited'
  /** WeChat's page 10003 or 10005, which only the visitor sees. */
  | 'redirect_host'
  | 'internal'
  /** Our database cannot be reached, or takes no writes. */
  | 'unavailable'
  /** WeChat refuses the account itself: secret, address list, rights. */
  | 'misconfigured'
  | 'cookies_off'
  /** The account has no web authorisation and borrows none. */
  | 'no_web_login'
  | 'bad_request'
  | 'not_found'
  /** An application's own request is wrong, so that there is nowhere to send the visitor back to. */
  | 'client_request'
  /** The request of an application has run out, or belongs to another browser. */
  | 'request_expired'
  /** The code on the computer has run out, or another phone has it. */
  | 'scan_expired'
  | 'link_invalid'
  | 'link_refused';

/** What happened, why, what to do, and the one button. */
export interface ProblemText {
  readonly heading: string;
  readonly what: string;
  readonly todo: string | Html;
  readonly button: string;
}
