/** What decided an outcome, in a sentence; the id is that of the row in the project's conformance table. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

export const rules: Readonly<Record<string, Sentence>> = {
  'A-14': { zh: 'snsapi_base：静默，只给 openid', en: 'snsapi_base: silent, for the openid alone' },
  'A-15': { zh: 'snsapi_userinfo：第一次要询问', en: 'snsapi_userinfo: asks the first time' },
  'A-16': { zh: '拒绝：不跳回应用', en: 'Refused: nothing leads back to the application' },
  'A-17': { zh: '已关注、从会话或菜单进来：不弹授权框', en: 'A follower from the chat or the menu: no sheet' },
  'A-29': { zh: '没有手势就要资料：进入快照页', en: 'The profile without a gesture: a snapshot page' },
  'A-36': { zh: 'forceSnapShot：进入快照页', en: 'forceSnapShot: a snapshot page' },
  'A-39': { zh: '近期授权过：静默通过', en: 'Authorised not long ago: silent' },
  'H-17': { zh: '2014 年：拒绝后只带 state 跳回', en: 'In 2014 a refusal led back with state alone' },
  'U-01': {
    zh: '2021-12-27 起 user/info 不再返回昵称、头像',
    en: 'No nickname and picture in user/info since 2021-12-27',
  },
  'T-10': { zh: 'stable_token：还有效就给同一个', en: 'stable_token: the same one while it lives' },
  'M-01': { zh: '验证服务器：echostr 要原样返回', en: 'Verification: the echostr comes back as it went' },
  'C-08': { zh: '菜单整个替换', en: 'The whole menu is replaced' },
  'S-01': { zh: 'code 换 user token 和 openid', en: 'The code buys user token and openid' },
  'S-04': { zh: '快照页：回复带 is_snapshotuser', en: 'Snapshot page: the reply carries is_snapshotuser' },
  'S-06': { zh: 'code 只能用一次：40163', en: 'A code works once: 40163' },
  'M-33': { zh: '微信只推送到 80 和 443 端口', en: 'WeChat pushes to ports 80 and 443 only' },
};
