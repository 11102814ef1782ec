import type { Mover } from './errors.ts';
import type { Fact, Provenance } from './fact.ts';

/** A page of the authorise endpoint that ends the visit: HTML for the person, not JSON, and not redirected. */
export interface PageFact extends Provenance {
  readonly code: number;
  /** The words WeChat shows. */
  readonly text: string;
  /** What brought the person here, for the developer. Full advice is in error-texts.ts. */
  readonly cause: string;
  readonly mover: Mover;
}

// biome-ignore format: one line a row
export const pages = [
  { code: 10003, text: 'redirect_uri域名与后台配置不一致', cause: 'the host of redirect_uri is not configured, or has a port, or is not encoded', mover: 'configure', source: ['PAGE-ERR', 'TS-AUTH'], grade: 'documented' },
  { code: 10004, text: '此公众号被封禁', cause: 'the account is banned; also reported for a wrong AppID', mover: 'configure', source: ['PAGE-ERR', 'COMM-10004'], grade: 'documented' },
  { code: 10005, text: '此公众号并没有这些scope的权限', cause: 'not a verified service account, verification lapsed, or a scope of another family', mover: 'configure', source: ['PAGE-ERR', 'TS-AUTH', 'COMM-SCOPE'], grade: 'documented' },
  { code: 10006, text: '必须关注此测试号', cause: 'the visitor does not follow the test account', mover: 'user', source: ['PAGE-ERR', 'COMM-10006'], grade: 'documented' },
  { code: 10009, text: '操作太频繁了，请稍后重试', cause: 'too many authorisations in a short time', mover: 'wait', source: 'PAGE-ERR', grade: 'documented' },
  { code: 10010, text: 'scope不能为空', cause: 'scope is missing', mover: 'developer', source: 'PAGE-ERR', grade: 'documented' },
  { code: 10011, text: 'redirect_uri不能为空', cause: 'redirect_uri is missing', mover: 'developer', source: 'PAGE-ERR', grade: 'documented' },
  { code: 10012, text: 'appid不能为空', cause: 'appid is missing', mover: 'developer', source: 'PAGE-ERR', grade: 'documented' },
  { code: 10013, text: 'state不能为空', cause: 'state is missing, although documented as optional', mover: 'developer', source: ['PAGE-ERR', 'wechat-spa#7'], grade: 'documented' },
  { code: 10015, text: '公众号未授权第三方平台，请检查授权状态', cause: 'the account has not authorised the third-party platform', mover: 'configure', source: ['PAGE-ERR', 'TPP-AUTH'], grade: 'documented' },
  { code: 10016, text: '不支持微信开放平台的Appid，请使用公众号Appid', cause: 'the AppID belongs to a website or mobile application', mover: 'developer', source: 'PAGE-ERR', grade: 'documented' },
  // Told by developers only; the wording is ours, WeChat's is not published.
  { code: 10039, text: 'redirect_uri协议与后台配置不一致', cause: 'http on a host configured for https, or the reverse', mover: 'configure', source: 'GoLibCookie#13', grade: 'reported' },
] as const satisfies readonly PageFact[];

export type PageCode = (typeof pages)[number]['code'];

/** The row of a page code, or undefined for a code nobody has published. */
export function pageFact(code: number): PageFact | undefined {
  return pages.find((row) => row.code === code);
}

/** The order in which the page looks for faults, as far as known; the first one found is shown. */
export const pageOrder = {
  value: [10012, 10011, 10010, 10013, 'notInWeChat', 10016, 10015, 10004, 10005, 10003, 10039, 10006, 10009],
  source: ['PAGE-ERR', 'own'],
  grade: 'inferred',
} as const satisfies Fact<readonly (PageCode | 'notInWeChat')[]>;

/** Pages that show no code. */
export type CodelessPageFact = Omit<PageFact, 'code'> & { readonly title?: string };

// biome-ignore format: one line a row
export const notInWeChat: CodelessPageFact = { title: '抱歉，出错了', text: '请在微信客户端打开链接', cause: 'the User-Agent has no MicroMessenger', mover: 'user', source: 'FIELD', grade: 'reported' };

// biome-ignore format: one line a row
export const linkUnavailable: CodelessPageFact = { text: '该链接无法访问', cause: 'unknown AppID, or parameters in another order on a desktop client', mover: 'developer', source: ['TS-AUTH', 'AUTH-GUIDE'], grade: 'reported' };

/** That such a page exists is reported; its wording is not known, this one is ours. */
// biome-ignore format: one line a row
export const stateTooLong: CodelessPageFact = { text: 'state参数过长', cause: 'state is longer than 128 bytes', mover: 'developer', source: ['AUTH-GUIDE', 'own'], grade: 'inferred' };

/** The QR login page words two of the refusals in its own way. */
// biome-ignore format: one line a row
export const websiteScopeRefused: CodelessPageFact = { text: 'Scope 参数错误或没有 Scope 权限', cause: 'not a website application, or a scope other than snsapi_login', mover: 'developer', source: ['COMM-SCOPE', 'WEB-LOGIN'], grade: 'reported' };

// biome-ignore format: one line a row
export const websiteRedirectRefused: CodelessPageFact = { text: 'redirect_uri 参数错误', cause: 'the host of redirect_uri is not the 授权回调域 of the application', mover: 'configure', source: ['WEB-LOGIN', 'TS-AUTH'], grade: 'reported' };
