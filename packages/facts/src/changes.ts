import type { DateText, Provenance } from './fact.ts';

/** One dated change of WeChat, for people: time lines, "no longer sent since …", release notes of an older world. */
export interface ChangeFact extends Provenance {
  readonly change: string;
  readonly since: DateText;
  readonly zh: string;
  readonly en: string;
}

// biome-ignore format: one line a row
export const changes = [
  { change: 'unionid', since: '2014-06-27', zh: '推出 UnionID：绑定了微信开放平台的账号，接口返回 unionid', en: 'UnionID: accounts bound to the open platform receive a unionid', source: 'ANN-UNIONID-2014', grade: 'documented' },
  { change: 'push-encryption', since: '2014-10-13', zh: '消息加密：新增兼容模式和安全模式', en: 'encrypted pushes: compatible and secure mode', source: ['ANN-AES', 'wx#19'], grade: 'documented' },
  { change: 'remark', since: '2015-01-01?', zh: '用户信息新增 remark 和 groupid', en: 'remark and groupid appear in user/info', source: 'own', grade: 'inferred' },
  { change: 'permanent-string-scene', since: '2015-01-24?', zh: '永久二维码支持字符串场景值', en: 'permanent QR codes take a string scene', source: 'laravel-wechat-sdk#13', grade: 'documented' },
  { change: 'batchget', since: '2015-06-01?', zh: '可以批量获取用户信息', en: 'user/info/batchget is added', source: 'BATCH', grade: 'inferred' },
  { change: 'qr-thirty-days', since: '2015-12-09?', zh: '临时二维码的有效期由 7 天延长到 30 天', en: 'temporary QR codes live 30 days instead of 7', source: 'MUD-QR', grade: 'reported' },
  { change: 'hint-tail', since: '2016-01-01?', zh: '错误信息末尾带 hint 或 req_id', en: 'error texts end in a hint or a req_id', source: ['wechat-oauth#31', 'COMM-41029'], grade: 'observed' },
  { change: 'scope-comma', since: '2016-01-01?', zh: 'scope 末尾不再有逗号', en: 'scope loses its trailing comma', source: 'PAYLOADS-SNSUI', grade: 'inferred' },
  { change: 'wrong-secret', since: '2016-01-01?', zh: 'AppSecret 错误返回 40125，此前为 40001', en: 'a wrong AppSecret answers 40125, before then 40001', source: 'easywechat#163', grade: 'inferred' },
  { change: 'tags', since: '2016-06-01?', zh: '标签取代分组，用户信息新增 tagid_list', en: 'tags replace groups; user/info gains tagid_list', source: 'UI', grade: 'inferred' },
  { change: 'verify-file', since: '2016-10-31?', zh: '填写网页授权域名需要上传 MP_verify 文件', en: 'a callback host needs an MP_verify file', source: 'wilddog-doc2#29', grade: 'reported' },
  { change: 'used-code', since: '2017-03-26?', zh: '重复使用 code 返回 40163，此前为 40029', en: 'a reused code answers 40163, before then 40029', source: 'wechat-oauth#31', grade: 'observed' },
  { change: 'mixed-code', since: '2017-04-17?', zh: 'code 由十六进制改为大小写字母和数字', en: 'codes mix letters and digits instead of hex', source: 'laravel-wechat#96', grade: 'observed' },
  { change: 'string-scene', since: '2017-07-11?', zh: '临时二维码支持字符串场景值', en: 'temporary QR codes take a string scene', source: ['easywechat#797', 'WxJava#288'], grade: 'documented' },
  { change: 'ip-white-list', since: '2017-09-07?', zh: '获取 access_token 需要 IP 白名单', en: 'app tokens need an IP white list', source: ['ANN-IPLIST', 'thenbsp/wechat#33'], grade: 'reported' },
  { change: 'unionid-narrowed', since: '2017-12-31', zh: '静默授权不再返回 unionid，未关注用户也不再返回', en: 'no unionid for snsapi_base, nor for people who do not follow', source: 'ANN-UNIONID', grade: 'documented' },
  { change: 'refusal', since: '2018-01-01?', zh: '用户拒绝授权后不再跳回网页', en: 'a refusal no longer leads back to the application', source: ['COMM-DENY', 'WEB-LOGIN'], grade: 'inferred' },
  { change: 'avatar-host', since: '2018-02-09?', zh: '头像域名改为 thirdwx.qlogo.cn', en: 'avatars move to thirdwx.qlogo.cn', source: ['ANN-AVATAR', 'WxJava#506'], grade: 'documented' },
  { change: 'subscribe-scene', since: '2018-04-09?', zh: '用户信息新增关注来源', en: 'user/info tells where the person followed', source: 'WxJava#528', grade: 'documented' },
  { change: 'two-hosts', since: '2018-05-01?', zh: '网页授权域名由一个增加到两个', en: 'two callback hosts instead of one', source: ['GetWeixinCode#35', 'PAY-FAQ'], grade: 'documented' },
  { change: 'refresh-thirty-days', since: '2018-05-04?', zh: 'refresh_token 的有效期固定为 30 天', en: 'refresh tokens live 30 days', source: ['Senparc#561', 'Senparc#1181'], grade: 'reported' },
  { change: 'token-prefix', since: '2018-08-06?', zh: 'access_token 以数字和下划线开头', en: 'tokens begin with a number', source: 'easywechat#1331', grade: 'observed' },
  { change: 'ipv6-text', since: '2020-03-29?', zh: '40164 的错误信息带上 IPv6 地址', en: 'the text of 40164 names the IPv6 address too', source: 'laravel-wechat#367', grade: 'observed' },
  { change: 'ip-confirmation', since: '2020-05-05?', zh: '有风险的 IP 需要管理员确认', en: 'risky IP addresses need the administrator', source: 'go-wechat#23', grade: 'documented' },
  { change: 'advertisement-scene', since: '2020-06-08', zh: '关注来源单列微信广告', en: 'advertisements become a follow scene of their own', source: 'UI', grade: 'documented' },
  { change: 'rid-tail', since: '2020-08-14?', zh: '错误信息末尾带 rid，可以查询', en: 'error texts end in a rid that can be looked up', source: ['PROBE-2026', 'RID-API'], grade: 'observed' },
  { change: 'https-avatar', since: '2021-01-01?', zh: '网页授权返回的头像地址改为 https', en: 'avatars of sns/userinfo are https', source: 'PAYLOADS-SNSUI', grade: 'observed' },
  { change: 'sex-and-region', since: '2021-10-21', zh: '不再返回性别和地区', en: 'sex and region are no longer sent', source: ['AUTH-GUIDE', 'PAYLOADS-SNSUI'], grade: 'documented' },
  { change: 'nickname-and-avatar', since: '2021-12-27', zh: '用户信息接口不再返回昵称和头像，网页授权不受影响', en: 'user/info no longer sends nickname and avatar; web authorisation still does', source: 'ANN-USERINFO', grade: 'documented' },
  { change: 'privacy-events', since: '2022-01-01?', zh: '新增授权用户信息变更事件', en: 'events tell that a person withdrew, cancelled or was cleaned', source: ['AUTH-CHANGE', 'COMM-MODIFIED', 'Senparc#2939'], grade: 'documented' },
  { change: 'snapshot-page', since: '2022-07-13', zh: '推出快照页，页面里是虚拟用户', en: 'snapshot pages, with a virtual person on them', source: 'ANN-SNAPSHOT', grade: 'documented' },
  { change: 'forced-pages', since: '2022-07-13?', zh: '授权链接新增 forcePopup 和 forceSnapShot', en: 'the authorise link takes forcePopup and forceSnapShot', source: 'wxredirect#16', grade: 'reported' },
  { change: 'language', since: '2023-01-01?', zh: '用户信息不再返回语言', en: 'language of user/info is no longer filled', source: ['PAYLOADS-UI', 'UI'], grade: 'inferred' },
  { change: 'stable-token', since: '2023-04-04?', zh: '推出稳定版 access_token 接口', en: 'the stable app token', source: ['STABLE', 'silenceper/wechat#665'], grade: 'documented' },
  { change: 'stable-token-advice', since: '2023-04-04?', zh: '40001 和 45009 的错误信息建议改用稳定版接口', en: 'the texts of 40001 and 45009 advise the stable token', source: ['weapp#105', 'PROBE-2026'], grade: 'observed' },
  { change: 'documentation', since: '2025-01-01?', zh: '文档分为服务号和公众号两套，配置迁往微信开发者平台', en: 'documentation splits in two; settings move to the developer platform', source: ['SUB-ENC', 'COMM-DOMAIN-MOVE'], grade: 'documented' },
  { change: 'publishing-apis', since: '2025-07-01?', zh: '个人和未认证账号不能再调用发布接口，身份接口不受影响', en: 'personal and unverified accounts lose the publishing APIs; identity APIs stay', source: 'COMM-202507', grade: 'documented' },
  { change: 'local-network-prompt', since: '2025-10-01?', zh: 'Chrome 142 在网站扫码页请求访问本地网络', en: 'Chrome 142 asks for local-network access on the QR login page', source: 'WEB-LOGIN', grade: 'documented' },
] as const satisfies readonly ChangeFact[];
