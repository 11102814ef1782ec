import type { Language, WeChatErrorCode } from './errors.ts';

/** Texts for failures that WeChat has no number for. Those with an errcode are in the facts. */
export const hints: Readonly<Record<WeChatErrorCode, Readonly<Record<Language, string>>>> = {
  api_error: {
    zh: '微信拒绝了这次调用，错误码不在目录里。请凭 rid 在微信开发者平台查询。',
    en: 'WeChat refused the call with a code that the catalogue does not know. Look the rid up in the WeChat developer console.',
  },
  garbage: {
    zh: '微信的回复读不懂，可能是中间的代理换掉了内容。请检查出口代理，然后重试。',
    en: 'The reply was not one of WeChat. A proxy may have replaced it: check the way out, then try again.',
  },
  http_status: {
    zh: '微信的服务器返回了异常状态。稍后重试；一直如此时检查出口代理和域名解析。',
    en: 'WeChat answered with an unusual HTTP status. Try again later; if it stays, check proxy and DNS.',
  },
  network: {
    zh: '连不上微信的服务器。请检查网络、DNS 和防火墙。',
    en: 'WeChat could not be reached. Check network, DNS and firewall.',
  },
  timeout: {
    zh: '微信没有在期限内回应。稍后重试；换取用户 token 时不要重发同一个 code，请让用户重新授权。',
    en: 'WeChat did not answer in time. Try again later; never repeat the exchange of a code, send the user to authorise again.',
  },
  state_mismatch: {
    zh: '回调的 state 不属于这次登录。请在发起登录的浏览器里重新开始。',
    en: 'The state of the callback does not belong to this login. Start again in the browser that began it.',
  },
  consent_refused: {
    zh: '回调里没有 code：用户没有同意授权。可以再请求一次，或改用静默授权。',
    en: 'The callback has no code: the user did not consent. Ask again later, or use silent authorisation.',
  },
  callback_malformed: {
    zh: '回调参数的格式不对，不是微信发来的样子。请重新发起登录。',
    en: 'The callback is not of the form that WeChat sends. Start the login again.',
  },
  openid_mismatch: {
    zh: '资料里的 openid 与授权的不一致，已停止。请重新发起登录。',
    en: 'The profile belongs to another openid than the grant, so nothing was used. Start the login again.',
  },
  push_refused: {
    zh: '这条推送没有通过校验，没有产生任何作用。请核对 AppID、原始 ID、Token、EncodingAESKey、加密方式、数据格式和服务器时间。',
    en: 'The push did not pass the checks and had no effect. Compare AppID, original id, Token, EncodingAESKey, mode, format and the clock of the server.',
  },
};
