/** What an error means and what to do about it, for people. */
export interface ErrorText {
  readonly meaning: string;
  readonly action: string;
}

/**
 * One entry for every code in errors.ts and pages.ts. Load this module on demand (`await import`): it is the largest of the
 * package, and a program that only decides needs none of it.
 */
// biome-ignore format: one line a language
export const errorTexts: Readonly<Record<number, { readonly zh: ErrorText; readonly en: ErrorText }>> = {
  [-1]: {
    zh: { meaning: '微信系统繁忙。', action: '稍等片刻再重试，间隔逐次加长。如果发生在用 code 换取凭证时，code 可能已经作废，请让用户重新授权。' },
    en: { meaning: 'WeChat is busy.', action: 'Wait a little and try again, longer each time. If it happened while exchanging a code, that code may already be spent: send the person through authorisation again.' },
  },
  40001: {
    zh: { meaning: '凭证无效：AppSecret 不对，或者 access_token 已经不是最新的。', action: '先刷新 access_token 再重试一次；仍然失败，请核对 AppSecret，并确认只有一处在获取 access_token。' },
    en: { meaning: 'The credential is not valid: the AppSecret is wrong, or the access_token is no longer the latest one.', action: 'Renew the app token and repeat the call once. If it fails again, check the AppSecret, and make sure that one place alone fetches app tokens.' },
  },
  40002: {
    zh: { meaning: 'grant_type 不正确。', action: '按接口要求填写：client_credential、authorization_code 或 refresh_token。' },
    en: { meaning: 'The grant_type is not the one this endpoint expects.', action: 'Send client_credential, authorization_code or refresh_token, as the endpoint asks.' },
  },
  40003: {
    zh: { meaning: 'openid 不正确，或者不属于这个账号。', action: '每个 AppID 下的 openid 各不相同，请确认 openid 与凭证来自同一个账号，也不要把 unionid 当作 openid。' },
    en: { meaning: 'The openid is wrong or belongs to another account.', action: 'An openid is valid for one AppID only. Make sure that it and the token come from the same account, and that it is not a unionid.' },
  },
  40007: {
    zh: { meaning: 'media_id 不正确。', action: '确认素材已经上传、没有过期，而且属于这个账号。' },
    en: { meaning: 'WeChat does not know this media_id.', action: 'Make sure that the material was uploaded by this account and has not expired.' },
  },
  40008: {
    zh: { meaning: '消息类型不正确。', action: '核对 msgtype 的拼写。' },
    en: { meaning: 'There is no message of this type.', action: 'Check the spelling of msgtype.' },
  },
  40013: {
    zh: { meaning: 'AppID 不正确。', action: '核对 AppID，注意大小写，前后不要有空格。' },
    en: { meaning: 'WeChat does not know this AppID.', action: 'Check the AppID in the configuration. It is case-sensitive and has no spaces around it.' },
  },
  40014: {
    zh: { meaning: 'access_token 不正确。', action: '刷新 access_token 再重试一次。网页授权的 access_token 不能用于 cgi-bin 接口，反之亦然。' },
    en: { meaning: 'The access_token is not valid.', action: 'Renew the token and repeat the call once. App tokens and user tokens cannot stand in for each other.' },
  },
  40016: {
    zh: { meaning: '菜单按钮的数量不对。', action: '一级菜单 1 到 3 个。' },
    en: { meaning: 'The menu has a wrong number of buttons.', action: 'Use one to three buttons at the top level.' },
  },
  40017: {
    zh: { meaning: '菜单按钮的类型不对。', action: '核对 type 的拼写，并确认该账号可以使用这种按钮。' },
    en: { meaning: 'A menu button has an unknown type.', action: 'Check the spelling of type, and that the account may use that kind of button.' },
  },
  40018: {
    zh: { meaning: '菜单按钮的名称长度不对。', action: '一级菜单名称不能为空，也不能超过 16 字节，一个汉字占 3 字节。' },
    en: { meaning: 'The name of a menu button is empty or too long.', action: 'Keep top-level names within 16 bytes. A Chinese character takes three.' },
  },
  40019: {
    zh: { meaning: '菜单按钮的 key 长度不对。', action: 'key 不能为空，也不能超过 128 字节。' },
    en: { meaning: 'The key of a menu button is empty or too long.', action: 'Keep the key within 128 bytes.' },
  },
  40020: {
    zh: { meaning: '菜单按钮的链接长度不对。', action: '链接不能超过 1024 字节。放一个自己网站的短链接，再跳转过去。' },
    en: { meaning: 'The link of a menu button is too long.', action: 'Keep it within 1024 bytes: put a short link of your own in the menu and redirect from there.' },
  },
  40023: {
    zh: { meaning: '子菜单按钮的数量不对。', action: '每个一级菜单下 1 到 5 个子菜单。' },
    en: { meaning: 'A sub-menu has a wrong number of buttons.', action: 'Use one to five buttons below a top-level button.' },
  },
  40024: {
    zh: { meaning: '子菜单按钮的类型不对。', action: '核对子菜单的 type。' },
    en: { meaning: 'A sub-menu button has an unknown type.', action: 'Check the type of the sub-menu buttons.' },
  },
  40025: {
    zh: { meaning: '子菜单按钮的名称长度不对。', action: '子菜单名称不能为空，也不能超过 60 字节，一个汉字占 3 字节。' },
    en: { meaning: 'The name of a sub-menu button is empty or too long.', action: 'Keep sub-menu names within 60 bytes. A Chinese character takes three.' },
  },
  40026: {
    zh: { meaning: '子菜单按钮的 key 长度不对。', action: 'key 不能为空，也不能超过 128 字节。' },
    en: { meaning: 'The key of a sub-menu button is empty or too long.', action: 'Keep the key within 128 bytes.' },
  },
  40027: {
    zh: { meaning: '菜单按钮缺少链接，或者链接过长。', action: '确认每个 view 按钮都有 url，并且不超过 1024 字节。' },
    en: { meaning: 'A menu button has no link, or one that is too long.', action: 'Give every view button a url of at most 1024 bytes.' },
  },
  40028: {
    zh: { meaning: '这个账号没有启用自定义菜单。', action: '在公众平台启用自定义菜单后再试。' },
    en: { meaning: 'The custom menu is switched off for this account.', action: 'Switch it on in the WeChat console, then try again.' },
  },
  40029: {
    zh: { meaning: 'code 无效：已过期、被改动、用过，或者属于另一个 AppID。', action: '让用户重新授权。code 五分钟内有效，只能用一次，区分大小写。' },
    en: { meaning: 'The code is not valid: too old, altered, used, or made for another AppID.', action: 'Send the person through authorisation again. A code lives five minutes, works once and is case-sensitive.' },
  },
  40030: {
    zh: { meaning: 'refresh_token 无效。', action: '让用户重新授权，并保存每次返回的 refresh_token。' },
    en: { meaning: 'The refresh_token is not valid.', action: 'Send the person through authorisation again, and always store the refresh token that comes back.' },
  },
  40031: {
    zh: { meaning: 'openid 列表不正确。', action: '确认列表不为空，每一项都是这个账号的 openid。' },
    en: { meaning: 'The list of openids is not valid.', action: 'Make sure it is not empty and that every entry is an openid of this account.' },
  },
  40032: {
    zh: { meaning: 'openid 列表的数量不对。', action: '一次最多 100 个，超过请分批。' },
    en: { meaning: 'The list of openids has a wrong size.', action: 'Ask for at most 100 at a time; split longer lists.' },
  },
  40033: {
    zh: { meaning: '请求中含有被转义的字符（\\uXXXX）。', action: '直接发送 UTF-8 文本，不要转义中文。' },
    en: { meaning: 'The request contains escaped characters (\\uXXXX).', action: 'Send Chinese text as plain UTF-8, without escapes.' },
  },
  40035: {
    zh: { meaning: '参数不正确。', action: '对照接口文档核对参数的名称和取值。' },
    en: { meaning: 'A parameter is not valid.', action: 'Compare names and values with the page of the endpoint.' },
  },
  40037: {
    zh: { meaning: 'template_id 不正确。', action: '在公众平台的模板消息页面核对模板 ID，每个账号各不相同。' },
    en: { meaning: 'The account has no template of this id.', action: 'Copy the template_id from the console. Every account has its own.' },
  },
  40038: {
    zh: { meaning: '请求格式不正确。', action: '核对请求体是否为接口要求的格式。' },
    en: { meaning: 'The request has a wrong format.', action: 'Check that the body has the form which the endpoint asks for.' },
  },
  40048: {
    zh: { meaning: '链接不正确。', action: '核对链接是否完整，并以 http 或 https 开头。' },
    en: { meaning: 'A link in the request is not valid.', action: 'Check that it is complete and begins with http or https.' },
  },
  40052: {
    zh: { meaning: '二维码的 action_name 不正确。', action: '使用 QR_SCENE、QR_STR_SCENE、QR_LIMIT_SCENE 或 QR_LIMIT_STR_SCENE。' },
    en: { meaning: 'The action_name of the QR code is not known.', action: 'Use QR_SCENE, QR_STR_SCENE, QR_LIMIT_SCENE or QR_LIMIT_STR_SCENE.' },
  },
  40053: {
    zh: { meaning: '二维码的场景值或有效期不正确。', action: 'scene_id 不能为 0，永久二维码不超过 100000；scene_str 为 1 到 64 个字符；有效期最长 30 天。' },
    en: { meaning: 'The scene or the lifetime of the QR code is not valid.', action: 'Use a scene_id other than 0, at most 100000 for permanent codes; a scene_str of 1 to 64 characters; a life of at most 30 days.' },
  },
  40054: {
    zh: { meaning: '菜单链接的域名不被允许。', action: '换用可以在微信内访问的域名。' },
    en: { meaning: 'The host of a menu link is not allowed.', action: 'Use a host that may be opened inside WeChat.' },
  },
  40055: {
    zh: { meaning: '子菜单链接的域名不被允许。', action: '换用可以在微信内访问的域名。' },
    en: { meaning: 'The host of a sub-menu link is not allowed.', action: 'Use a host that may be opened inside WeChat.' },
  },
  40066: {
    zh: { meaning: '接口地址不存在。', action: '核对请求路径。' },
    en: { meaning: 'There is no such endpoint.', action: 'Check the path of the request.' },
  },
  40092: {
    zh: { meaning: '备注名不正确。', action: '备注名须少于 30 字节，一个汉字占 3 字节。' },
    en: { meaning: 'The remark is not valid.', action: 'Keep it below 30 bytes. A Chinese character takes three.' },
  },
  40097: {
    zh: { meaning: '参数不正确。', action: '对照接口文档核对参数。' },
    en: { meaning: 'The arguments are not valid.', action: 'Compare them with the page of the endpoint.' },
  },
  40119: {
    zh: { meaning: '这种菜单按钮不能这样使用。', action: '核对按钮类型，以及账号是否有权使用。' },
    en: { meaning: 'This kind of menu button cannot be used here.', action: 'Check the type, and that the account may use it.' },
  },
  40125: {
    zh: { meaning: 'AppSecret 不正确。', action: '核对 AppSecret 是否属于这个 AppID；重置之后旧的立即失效。' },
    en: { meaning: 'The AppSecret is wrong.', action: 'Check that it belongs to this AppID. After a reset the old one stops working at once.' },
  },
  40163: {
    zh: { meaning: 'code 已经用过。', action: '让用户重新授权。同一个回调只换取一次，成功后跳转到不带 code 的地址，避免刷新或转发时重复使用。' },
    en: { meaning: 'This code was used before.', action: 'Send the person through authorisation again. Exchange a code once, then redirect to an address without it, so that a reload or a shared link does not repeat it.' },
  },
  40164: {
    zh: { meaning: '调用方的 IP 不在白名单中。', action: '把错误信息里的 IP 加入 IP 白名单；出口 IP 不固定时，请使用固定的出口。' },
    en: { meaning: 'The caller\'s IP address is not on the white list.', action: 'Add the address named in the message to the IP white list. If it keeps changing, send calls through a fixed one.' },
  },
  40201: {
    zh: { meaning: '没有配置消息推送的地址。', action: '先在后台填写服务器地址并启用，再检测。' },
    en: { meaning: 'No push address is configured.', action: 'Enter and enable the server address in the console first.' },
  },
  40202: {
    zh: { meaning: '检测的 action 不正确。', action: '使用 dns、ping 或 all。' },
    en: { meaning: 'The action of the network check is not known.', action: 'Use dns, ping or all.' },
  },
  40203: {
    zh: { meaning: '检测的 check_operator 不正确。', action: '使用 CHINANET、UNICOM、CAP 或 DEFAULT。' },
    en: { meaning: 'The check_operator of the network check is not known.', action: 'Use CHINANET, UNICOM, CAP or DEFAULT.' },
  },
  40226: {
    zh: { meaning: '用户被微信判定为高风险，登录被拦截。', action: '请用户稍后再试，或换一种登录方式。' },
    en: { meaning: 'WeChat regards this person as a risk and blocked the login.', action: 'Ask the person to try later, or to sign in another way.' },
  },
  40243: {
    zh: { meaning: 'AppSecret 已被冻结。', action: '在后台解冻 AppSecret。已经取得的 access_token 通常仍然有效。' },
    en: { meaning: 'The AppSecret is frozen.', action: 'Unfreeze it in the WeChat console. Tokens issued earlier normally keep working.' },
  },
  41001: {
    zh: { meaning: '缺少 access_token。', action: '把 access_token 放在请求地址的参数里；放在请求体里不会被读取。' },
    en: { meaning: 'The access_token is missing.', action: 'Send it in the query of the address. WeChat does not read it from the body.' },
  },
  41002: {
    zh: { meaning: '缺少 appid。', action: '补上 appid 参数。' },
    en: { meaning: 'The appid is missing.', action: 'Add the appid parameter.' },
  },
  41003: {
    zh: { meaning: '缺少 refresh_token。', action: '补上 refresh_token 参数。' },
    en: { meaning: 'The refresh_token is missing.', action: 'Add the refresh_token parameter.' },
  },
  41004: {
    zh: { meaning: '缺少 AppSecret。', action: '补上 secret 参数，并确认配置里不是空值。' },
    en: { meaning: 'The AppSecret is missing.', action: 'Add the secret parameter, and check that the configured value is not empty.' },
  },
  41008: {
    zh: { meaning: '缺少 code。', action: '回调里可能没有 code（例如用户拒绝了授权）。请先判断，再换取。' },
    en: { meaning: 'The code is missing.', action: 'A callback can come without one, for instance when the person refused. Test for it before the exchange.' },
  },
  41009: {
    zh: { meaning: '缺少 openid。', action: '补上 openid 参数。' },
    en: { meaning: 'The openid is missing.', action: 'Add the openid parameter.' },
  },
  42001: {
    zh: { meaning: 'access_token 已过期。', action: '刷新后重试一次；网页授权的凭证用 refresh_token 刷新。' },
    en: { meaning: 'The access_token has expired.', action: 'Renew it and repeat the call once. A user token is renewed with its refresh token.' },
  },
  42002: {
    zh: { meaning: 'refresh_token 已过期。', action: 'refresh_token 三十天有效，请让用户重新授权。' },
    en: { meaning: 'The refresh_token has expired.', action: 'It lives 30 days. Send the person through authorisation again.' },
  },
  42003: {
    zh: { meaning: 'code 已过期。', action: 'code 五分钟内有效，请让用户重新授权。' },
    en: { meaning: 'The code has expired.', action: 'It lives five minutes. Send the person through authorisation again.' },
  },
  42007: {
    zh: { meaning: '用户修改了微信密码，凭证全部作废。', action: '让用户重新授权。' },
    en: { meaning: 'The person changed the WeChat password, which voids all tokens.', action: 'Send the person through authorisation again.' },
  },
  43001: {
    zh: { meaning: '这个接口要用 GET。', action: '改用 GET 请求。' },
    en: { meaning: 'This endpoint wants GET.', action: 'Send the request with GET.' },
  },
  43002: {
    zh: { meaning: '这个接口要用 POST。', action: '改用 POST 请求。' },
    en: { meaning: 'This endpoint wants POST.', action: 'Send the request with POST.' },
  },
  43003: {
    zh: { meaning: '这个接口要用 HTTPS。', action: '把地址改成 https。' },
    en: { meaning: 'This endpoint wants HTTPS.', action: 'Change the address to https.' },
  },
  43004: {
    zh: { meaning: '用户没有关注这个账号。', action: '请用户先关注，再操作。' },
    en: { meaning: 'The person does not follow this account.', action: 'Ask the person to follow it first.' },
  },
  43019: {
    zh: { meaning: '用户在黑名单中。', action: '先把用户移出黑名单。' },
    en: { meaning: 'The person is on the account\'s blacklist.', action: 'Remove the person from it first.' },
  },
  44002: {
    zh: { meaning: '请求体是空的。', action: '按接口要求发送 JSON 请求体。' },
    en: { meaning: 'The body of the request is empty.', action: 'Send the JSON body which the endpoint asks for.' },
  },
  45002: {
    zh: { meaning: '消息内容过长。', action: '缩短内容，文本消息不超过 2048 字节，一个汉字占 3 字节。' },
    en: { meaning: 'The content of the message is too long.', action: 'Shorten it. A text message has at most 2048 bytes, and a Chinese character takes three.' },
  },
  45009: {
    zh: { meaning: '这个接口今天的调用次数用完了。', action: '等到北京时间零点，或者在后台清零（每月限 10 次）。如果是获取 access_token，请改用稳定版接口并集中缓存。' },
    en: { meaning: 'The daily quota of this endpoint is used up.', action: 'Wait until midnight in Beijing, or clear the quota (ten times a month). For app tokens use the stable endpoint and one shared cache.' },
  },
  45011: {
    zh: { meaning: '这一分钟的调用太频繁。', action: '等一分钟再试，并放慢调用速度。' },
    en: { meaning: 'Too many calls in this minute.', action: 'Wait a minute, then call more slowly.' },
  },
  45015: {
    zh: { meaning: '超过了客服消息的时限，或者用户已取消关注。', action: '等用户再次发来消息后才能回复。' },
    en: { meaning: 'The time for customer messages is over, or the person has unfollowed.', action: 'You can answer again after the person\'s next message.' },
  },
  45035: {
    zh: { meaning: '调用方的 IP 没有登记。', action: '把出口 IP 加入白名单。' },
    en: { meaning: 'The caller\'s IP address is not registered.', action: 'Add your outgoing address to the white list.' },
  },
  45047: {
    zh: { meaning: '这段时间内可发的客服消息已用完。', action: '等用户再次发来消息或操作后再发。' },
    en: { meaning: 'No more customer messages may be sent in this window.', action: 'Wait for the person\'s next message or action.' },
  },
  46003: {
    zh: { meaning: '自定义菜单不存在。', action: '先创建菜单，或把它当作没有菜单处理。' },
    en: { meaning: 'The account has no custom menu.', action: 'Create one first, or treat it as no menu.' },
  },
  46004: {
    zh: { meaning: '用户不存在。', action: '核对 openid 是否完整，是否属于这个账号。' },
    en: { meaning: 'There is no such user.', action: 'Check that the openid is complete and belongs to this account.' },
  },
  47001: {
    zh: { meaning: '请求体无法解析。', action: '核对 JSON 是否完整，编码是否为 UTF-8。' },
    en: { meaning: 'The body of the request cannot be read.', action: 'Check that the JSON is complete and encoded in UTF-8.' },
  },
  48001: {
    zh: { meaning: '没有调用这个接口的权限。', action: 'cgi-bin 接口：确认账号类型和认证状态。sns/userinfo：用 snsapi_userinfo 授权，而不是 snsapi_base。' },
    en: { meaning: 'No right to call this endpoint.', action: 'For cgi-bin: check the kind of account and its verification. For sns/userinfo: authorise with snsapi_userinfo, not snsapi_base.' },
  },
  48004: {
    zh: { meaning: '接口因违规被封禁。', action: '登录公众平台查看通知并处理。' },
    en: { meaning: 'The endpoint is withdrawn from this account for a violation.', action: 'Sign in to the WeChat console, read the notice and act on it.' },
  },
  48006: {
    zh: { meaning: '本月清零次数已用完。', action: '等到下个月，或者等每日额度在北京时间零点恢复。' },
    en: { meaning: 'No more quota clears are left this month.', action: 'Wait for next month, or for the daily quota to return at midnight in Beijing.' },
  },
  49003: {
    zh: { meaning: 'openid 与 AppID 不匹配。', action: '确认 openid 与 AppID 属于同一个账号。' },
    en: { meaning: 'The openid does not belong to this AppID.', action: 'Use an openid and an AppID of the same account.' },
  },
  50001: {
    zh: { meaning: '用户没有授权，或者撤回了授权。', action: '让用户重新授权，并删除已撤回的资料。' },
    en: { meaning: 'The person has not authorised this, or has withdrawn it.', action: 'Ask for authorisation again, and delete the data that was withdrawn.' },
  },
  50002: {
    zh: { meaning: '用户的微信账号受限。', action: '请用户在微信里查看账号状态。' },
    en: { meaning: 'The person\'s WeChat account is restricted.', action: 'Ask the person to look at the account\'s state in WeChat.' },
  },
  50004: {
    zh: { meaning: '这个账号不能使用 access_token 接口。', action: '在公众平台查看账号状态。' },
    en: { meaning: 'This account may not fetch app tokens.', action: 'Look at the account\'s state in the WeChat console.' },
  },
  50005: {
    zh: { meaning: '用户已取消关注。', action: '请用户重新关注后再操作。' },
    en: { meaning: 'The person has unfollowed the account.', action: 'Ask the person to follow it again.' },
  },
  50007: {
    zh: { meaning: '账号已被冻结。', action: '在公众平台查看原因并申请解冻。' },
    en: { meaning: 'The account is frozen.', action: 'Read the reason in the WeChat console and apply there to unfreeze it.' },
  },
  61004: {
    zh: { meaning: '调用方的 IP 没有在第三方平台登记。', action: '把错误信息里的 IP 加入第三方平台的白名单。' },
    en: { meaning: 'The caller\'s IP address is not registered with the third-party platform.', action: 'Add the address named in the message to the platform\'s white list.' },
  },
  61007: {
    zh: { meaning: '公众号没有把这项权限授予第三方平台。', action: '请公众号管理员重新授权，并勾选对应的权限集。' },
    en: { meaning: 'The account has not granted this permission to the third-party platform.', action: 'Ask the administrator to authorise again and include the permission set.' },
  },
  61016: {
    zh: { meaning: '第三方平台还没有确认这个接口所属的权限。', action: '在第三方平台确认该权限集。' },
    en: { meaning: 'The third-party platform has not confirmed the category of this endpoint.', action: 'Confirm the permission set in the platform\'s console.' },
  },
  61024: {
    zh: { meaning: '这个接口要用第三方平台的凭证。', action: '换用 component_access_token，或者改用公众号自己的接口。' },
    en: { meaning: 'This endpoint wants a third-party platform\'s token.', action: 'Use a component_access_token, or the account\'s own endpoint.' },
  },
  63178: {
    zh: { meaning: 'openid 迁移请求不正确。', action: '确认迁移已通过、未超过 15 天、每次不超过 100 个，并用新账号的 access_token 调用。' },
    en: { meaning: 'The request to convert openids is not valid.', action: 'Check that the migration is approved and at most 15 days old, send at most 100 openids, and use the new account\'s token.' },
  },
  65316: {
    zh: { meaning: '菜单里的外部域名太多。', action: '减少菜单链接的域名，改为由自己的网站跳转。' },
    en: { meaning: 'The menu links to too many external hosts.', action: 'Use fewer hosts: link to your own site and redirect from there.' },
  },
  76001: {
    zh: { meaning: 'rid 不存在或已过期。', action: '核对 rid；只能查询最近 7 天的记录。' },
    en: { meaning: 'The rid does not exist or has expired.', action: 'Check it. Only the last seven days can be looked up.' },
  },
  76002: {
    zh: { meaning: 'rid 的格式不正确。', action: 'rid 由三组 8 位十六进制数组成，以 - 连接。' },
    en: { meaning: 'The rid has a wrong format.', action: 'It is three groups of eight hexadecimal digits joined by hyphens.' },
  },
  76003: {
    zh: { meaning: 'rid 属于另一个账号。', action: '用产生该 rid 的账号查询。' },
    en: { meaning: 'The rid belongs to another account.', action: 'Look it up with the account whose call produced it.' },
  },
  76004: {
    zh: { meaning: 'rid 已超过 7 天。', action: '只能查询最近 7 天的记录，请用新的 rid。' },
    en: { meaning: 'The rid is older than seven days.', action: 'Only the last seven days can be looked up; use a newer one.' },
  },
  76021: {
    zh: { meaning: 'cgi_path 不存在。', action: 'cgi_path 以 / 开头，不带域名，例如 /cgi-bin/user/info。' },
    en: { meaning: 'There is no such cgi_path.', action: 'Begin it with a slash and leave out the host, as in /cgi-bin/user/info.' },
  },
  76022: {
    zh: { meaning: '没有权限查询这个接口。', action: '/sns/ 开头的接口不支持查询。' },
    en: { meaning: 'This endpoint may not be looked up.', action: 'Endpoints below /sns/ are not supported.' },
  },
  89501: {
    zh: { meaning: '这个 IP 正在等待管理员确认。', action: '请管理员在微信中确认后再试。' },
    en: { meaning: 'This IP address is waiting for the administrator.', action: 'Ask the administrator to confirm it in WeChat, then try again.' },
  },
  89503: {
    zh: { meaning: '这个 IP 的调用需要管理员确认。', action: '请管理员在微信中确认后再试。' },
    en: { meaning: 'Calls from this IP address need the administrator\'s confirmation.', action: 'Ask the administrator to confirm it in WeChat, then try again.' },
  },
  89506: {
    zh: { meaning: '管理员在 24 小时内两次拒绝了这个 IP。', action: '请与管理员沟通，24 小时后再试。' },
    en: { meaning: 'The administrator refused this IP address twice within 24 hours.', action: 'Speak to the administrator and try again after 24 hours.' },
  },
  89507: {
    zh: { meaning: '管理员刚刚拒绝了这个 IP。', action: '请与管理员沟通，1 小时后再试。' },
    en: { meaning: 'The administrator has just refused this IP address.', action: 'Speak to the administrator and try again after an hour.' },
  },
  268487001: {
    zh: { meaning: '微信系统繁忙。', action: '稍等片刻再重试。' },
    en: { meaning: 'WeChat is busy.', action: 'Wait a little and try again.' },
  },
  268487002: {
    zh: { meaning: '微信系统繁忙。', action: '稍等片刻再重试。' },
    en: { meaning: 'WeChat is busy.', action: 'Wait a little and try again.' },
  },

  // Pages of the authorise endpoint
  10003: {
    zh: { meaning: '回调地址的域名与后台配置不一致。', action: '在「网页授权域名」填写完整的域名，不带 http、端口和路径；www.qq.com 不包含 pay.qq.com。redirect_uri 只编码一次。' },
    en: { meaning: 'The host of redirect_uri is not a configured callback host.', action: 'Enter the full host under 网页授权域名, without scheme, port or path; www.qq.com does not cover pay.qq.com. Encode redirect_uri once.' },
  },
  10004: {
    zh: { meaning: '公众号被封禁，或者 AppID 写错了。', action: '先核对 AppID，再到公众平台查看账号状态。' },
    en: { meaning: 'The account is banned, or the AppID is wrong.', action: 'Check the AppID first, then the account\'s state in the WeChat console.' },
  },
  10005: {
    zh: { meaning: '这个账号没有该 scope 的权限。', action: '网页授权需要已认证的服务号，并且认证没有过期。在微信内用 snsapi_base 或 snsapi_userinfo，网站扫码用 snsapi_login。' },
    en: { meaning: 'The account has no right to this scope.', action: 'Web authorisation needs a service account whose verification is valid. Use snsapi_base or snsapi_userinfo inside WeChat, snsapi_login for a website.' },
  },
  10006: {
    zh: { meaning: '访问者没有关注这个测试号。', action: '请先扫描测试号的二维码关注，再打开页面。' },
    en: { meaning: 'The visitor does not follow this test account.', action: 'Follow it first by scanning its QR code, then open the page again.' },
  },
  10009: {
    zh: { meaning: '操作太频繁。', action: '请稍后再试，并检查页面是否在反复跳转。' },
    en: { meaning: 'Too many attempts in a short time.', action: 'Try again a little later, and check that the page does not redirect in a loop.' },
  },
  10010: {
    zh: { meaning: '授权链接缺少 scope。', action: '补上 snsapi_base 或 snsapi_userinfo。' },
    en: { meaning: 'The authorise link has no scope.', action: 'Add snsapi_base or snsapi_userinfo.' },
  },
  10011: {
    zh: { meaning: '授权链接缺少 redirect_uri。', action: '补上编码后的回调地址。' },
    en: { meaning: 'The authorise link has no redirect_uri.', action: 'Add the encoded callback address.' },
  },
  10012: {
    zh: { meaning: '授权链接缺少 appid。', action: '补上服务号的 AppID。' },
    en: { meaning: 'The authorise link has no appid.', action: 'Add the AppID of the service account.' },
  },
  10013: {
    zh: { meaning: '授权链接缺少 state。', action: '每次生成一个随机的 state，并在回调中核对。' },
    en: { meaning: 'The authorise link has no state.', action: 'Make a random one each time and compare it in the callback.' },
  },
  10015: {
    zh: { meaning: '公众号没有授权给第三方平台。', action: '请公众号管理员完成授权，或检查授权是否已取消。' },
    en: { meaning: 'The account has not authorised the third-party platform.', action: 'Ask its administrator to authorise the platform, or check whether the authorisation was withdrawn.' },
  },
  10016: {
    zh: { meaning: '这是微信开放平台的 AppID，不能用于网页授权。', action: '换用服务号的 AppID；网站扫码登录请用 qrconnect。' },
    en: { meaning: 'This AppID belongs to the open platform and cannot be used here.', action: 'Use the AppID of a service account, or qrconnect for QR login on a website.' },
  },
  10039: {
    zh: { meaning: '回调地址的协议与后台配置不一致。', action: '把 redirect_uri 改成 https，或与后台配置保持一致。' },
    en: { meaning: 'The scheme of redirect_uri differs from the configured one.', action: 'Use https in redirect_uri, or whatever the console has.' },
  },
};

/** The same for the pages that show no code, by the words they show. */
// biome-ignore format: one line a language
export const codelessTexts: Readonly<Record<string, { readonly zh: ErrorText; readonly en: ErrorText }>> = {
  请在微信客户端打开链接: {
    zh: { meaning: '这个链接只能在微信里打开：User-Agent 里没有 MicroMessenger。', action: '在微信里打开，或者用模拟手机打开；电脑上的浏览器请改用扫码登录。' },
    en: { meaning: 'The link opens inside WeChat only: the User-Agent has no MicroMessenger.', action: 'Open it in WeChat or on the simulated phone; on a computer let people scan a code instead.' },
  },
  该链接无法访问: {
    zh: { meaning: '链接不是微信认识的样子：AppID 不存在，或者参数的顺序、写法不对。', action: '按 appid、redirect_uri、response_type、scope、state 的顺序拼链接，并以 #wechat_redirect 结尾。' },
    en: { meaning: 'WeChat does not know such a link: an unknown AppID, or parameters in another order or form.', action: 'Build it in the order appid, redirect_uri, response_type, scope, state, and end it with #wechat_redirect.' },
  },
  state参数过长: {
    zh: { meaning: 'state 超过 128 字节。', action: '只放一个随机值，其余的存在自己的服务器上。' },
    en: { meaning: 'The state is longer than 128 bytes.', action: 'Send a random value only and keep the rest on your own server.' },
  },
  'Scope 参数错误或没有 Scope 权限': {
    zh: { meaning: '这不是网站应用的 AppID，或者 scope 不是 snsapi_login。', action: '扫码登录使用开放平台里网站应用的 AppID；公众号的 AppID 用于微信内的网页授权。' },
    en: { meaning: 'This is not the AppID of a website application, or the scope is not snsapi_login.', action: 'Login by QR code takes the AppID of a website application. That of an Official Account is for web authorisation inside WeChat.' },
  },
  'redirect_uri 参数错误': {
    zh: { meaning: '回调地址的域名不是这个网站应用的授权回调域。', action: '在开放平台的网站应用里填写授权回调域，只写域名，要与 redirect_uri 完全一致。' },
    en: { meaning: 'The host of redirect_uri is not the callback host of this website application.', action: 'Enter the host, and nothing but the host, as 授权回调域 of the application. It must match exactly.' },
  },
};
