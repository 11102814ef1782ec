/**
 * Every error of the SDK. Misuse of the API is a `TypeError` that names the argument; what the world does wrong is a
 * `WeChatError` with a `code` from a closed union. No message contains a secret, a token, a code or a URL.
 */
import type { Mover } from '@mingpian/facts/errors';

export type WeChatErrorCode =
  /** WeChat answered with an errcode: see `ApiError`. */
  | 'api_error'
  /** WeChat answered, but with something that is no reply of this operation. */
  | 'garbage'
  /** An HTTP status other than 200. */
  | 'http_status'
  | 'network'
  | 'timeout'
  /** A callback whose `state` is not the one of the transaction, or is missing. */
  | 'state_mismatch'
  /** A callback without a code: the user refused, or nothing came of the page. */
  | 'consent_refused'
  /** A callback whose parameters are not what WeChat sends. */
  | 'callback_malformed'
  /** The profile names another openid than the grant. */
  | 'openid_mismatch'
  /** A push that is not authentic or not readable: see `PushRefused`. */
  | 'push_refused';

export type Language = 'zh' | 'en';

export class WeChatError extends Error {
  override readonly name: string = 'WeChatError';
  readonly code: WeChatErrorCode;
  /** Path of the WeChat operation, if one was called. */
  readonly operation: string | undefined;

  constructor(code: WeChatErrorCode, message: string, options: { operation?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.operation = options.operation;
  }

  /** What happened and what to do next, for the operator. Texts are loaded when first asked for. */
  async hint(language: Language): Promise<string> {
    const { hints } = await import('./hints.ts');
    return hints[this.code][language];
  }
}

/** WeChat's own refusal: a reply with an `errcode` other than 0. */
export class ApiError extends WeChatError {
  override readonly name = 'ApiError';
  readonly errcode: number;
  /** WeChat's text, bounded, without its rid. Never compare it: it changes without notice. */
  readonly errmsg: string;
  /** Handle for WeChat's support and for `openapi/rid/get`; lives seven days, not for `/sns/` calls. */
  readonly rid: string | undefined;
  /** Whose move it is. */
  readonly mover: Mover;

  constructor(operation: string, failure: { errcode: number; errmsg: string; rid?: string | undefined; mover: Mover }) {
    super('api_error', `${operation} answered ${failure.errcode} ${failure.errmsg}`.trimEnd(), { operation });
    this.errcode = failure.errcode;
    this.errmsg = failure.errmsg;
    this.rid = failure.rid;
    this.mover = failure.mover;
  }

  override async hint(language: Language): Promise<string> {
    const { errorTexts } = await import('@mingpian/facts/error-texts');
    const text = errorTexts[this.errcode]?.[language];
    return text === undefined ? super.hint(language) : `${text.meaning}${language === 'zh' ? '' : ' '}${text.action}`;
  }
}

export type PushRefusal =
  /** The query is not what WeChat sends: a parameter missing, twice, or of another shape. */
  | 'query'
  | 'signature'
  /** Signed more than five minutes before or after now. */
  | 'stale'
  | 'too_large'
  /** XML where the configuration says JSON, or the other way round. */
  | 'format_mismatch'
  /** The body is not the XML (or JSON) of a push: see `cause`. */
  | 'xml'
  /** A clear body where the configuration demands an encrypted one. */
  | 'downgrade'
  | 'msg_signature'
  /** The encrypted frame is broken, or made with another key. One reason for every such failure. */
  | 'frame'
  /** The push is for another account. */
  | 'account'
  /** The signature was seen before with another body. */
  | 'replay';

export class PushRefused extends WeChatError {
  override readonly name = 'PushRefused';
  readonly reason: PushRefusal;

  constructor(reason: PushRefusal, cause?: unknown) {
    super('push_refused', `push refused: ${reason}`, { cause });
    this.reason = reason;
  }
}
