/**
 * What the simulator says in English about the very case, in Chinese: the findings of the report and the details of error
 * pages. `{}` is a part that comes over as it stands, translated where it is one of these sentences itself. A test sees to
 * it that what the simulator can find stands here.
 */

// biome-ignore format: one line a sentence
export const whys: readonly (readonly [en: string, zh: string])[] = [
  // The report.
  ['the push URL has a port; WeChat calls 80 and 443 only', '推送地址带了端口；微信只访问 80 和 443 端口'],
  ['the reply to a push was bad: {}', '推送的回复不合格：{}'],
  ['CreateTime should be a bare number', 'CreateTime 应当直接写数字，不要包在 CDATA 里'],
  ['only {} of {} articles is shown', '只显示 {} 条图文，一共来了 {} 条'],
  ['{} is not simulated', '{}：模拟器没有这个接口'],
  ['the link begins with http, not with https', '链接以 http 开头，应当是 https'],
  ['the link does not end in {}', '链接末尾缺少 {}'],
  ['{} stands after # and never reaches WeChat', '{} 写在 # 后面，微信收不到'],
  ['a loopback host with {}: WeChat answers {}', '回调是本机地址，并且用了{}：真实的微信会报{}'],
  ['a port', '端口'],
  ['http', ' http'],
  ['page 10003', ' 10003'],
  ['redirect_uri on {} uses http; https is advised', 'redirect_uri 的 {} 用的是 http，建议改用 https'],
  ['{}: desktop clients refuse such a link', '{}：电脑版微信会拒绝这样的链接'],
  ['redirect_uri is not percent-encoded', 'redirect_uri 没有做 URL 编码'],
  ['no state: nothing protects the callback against cross-site request forgery', '没有 state：回调地址防不了跨站请求伪造'],
  ['state has characters outside the documented [a-zA-Z0-9]', 'state 里有文档允许的 [a-zA-Z0-9] 以外的字符'],
  ['response_type is not code', 'response_type 不是 code'],
  ['a menu button of type {} has no {}', '类型为 {} 的菜单按钮缺少 {}'],
  ['a customer message of type {} is shown as it came; its ids are not checked', '{} 类型的客服消息按原样显示，不检查里面的 id'],
  ['which templates an account has is not simulated: any template_id and data will do', '不模拟号里有哪些模板：任何 template_id 和 data 都能用'],
  ['force_refresh is not a boolean; here it counts as false', 'force_refresh 不是布尔值，这里当作 false'],
  // Replies to pushes.
  ['no answer', '没有回答'],
  ['no connection, or it was cut', '连不上，或者连接断了'],
  ['{} is missing or empty', '{} 缺失或为空'],
  ['{} is missing', '缺少 {}'],
  ['Content has {} bytes, at most {} are allowed', 'Content 有 {} 字节，最多 {} 字节'],
  ['Articles holds no <item>', 'Articles 里没有 <item>'],
  ['ArticleCount is {}, but there are {} items', 'ArticleCount 是 {}，实际有 {} 条'],
  ['MsgSignature is wrong', 'MsgSignature 不对'],
  ['ToUserName and FromUserName are not swapped', 'ToUserName 和 FromUserName 没有对调'],
  ['ToUserName is not the openid of the sender', 'ToUserName 不是发消息人的 openid'],
  ['FromUserName is not the original id of the account', 'FromUserName 不是这个号的原始 ID'],
  ['CreateTime is not a number', 'CreateTime 不是数字'],
  ['unknown MsgType {}', '不认识的 MsgType：{}'],
  ['an encrypted reply in {} mode', '{} 模式下不能用加密的回复'],
  ['a clear reply in {} mode', '{} 模式下不能用明文回复'],
  ['not valid UTF-8', '不是合法的 UTF-8'],
  ['JSON instead of XML', '应当是 XML，来的是 JSON'],
  ['neither XML nor success', '既不是 XML，也不是 success'],
  ['success must stand alone, in small letters, without quotes or white space', 'success 要小写、单独出现，不带引号和空白'],
  ['white space before <xml>', '<xml> 前面有空白'],
  ['a bare & (write &amp; or use CDATA)', '有单独的 &（写成 &amp; 或者用 CDATA）'],
  // Error pages.
  ['the parameters do not stand in the documented order {}', '参数的顺序和文档不同，应当是 {}'],
  ['redirect_uri is not an http or https address, or was not encoded', 'redirect_uri 不是 http 或 https 地址，或者没有编码'],
  ['{} is not a callback host of this account ({}); hosts match exactly', '{} 不是这个号登记的回调域名（{}）；域名要逐字相同'],
  ['none is configured', '一个也没有登记'],
  ['configured: {}', '已登记：{}'],
  ['redirect_uri carries the port {}; none is allowed', 'redirect_uri 带了端口 {}，不允许带端口'],
  ['{} is not a scope of this page', '这个页面没有 {} 这个 scope'],
  ['a subscription account has no web authorisation of its own, verified or not', '订阅号无论是否认证，都没有网页授权'],
  ['the service account is not verified, or its verification has lapsed', '服务号没有认证，或者认证已经过期'],
  ['no account of this world has the AppID; it is case-sensitive', '这个世界里没有这个 AppID；它区分大小写'],
  ['no account of this world has the AppID', '这个世界里没有这个 AppID'],
  ['the code expired at {}', '二维码在 {} 已过期'],
  ['the QR code has expired or was answered already', '二维码已过期，或者已经处理过了'],
  ['{} is neither this machine nor a host that the world knows (oauthDomains, push URL, menu); the simulator contacts no other', '{} 不是本机，也不是这个世界登记过的域名（oauthDomains、推送地址、菜单）；模拟器不会访问别的地址'],
];

const forms = whys.map(([en, zh]) => {
  const literal = en.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { form: new RegExp(`^${literal.join('(.*)')}$`, 's'), zh };
});

/** Undefined for what is not among them. The first sentence that fits is taken. */
export function whyInChinese(why: string): string | undefined {
  for (const { form, zh } of forms) {
    const parts = form.exec(why)?.slice(1);
    if (parts === undefined) continue;
    return parts.reduce((text, part) => text.replace('{}', () => whyInChinese(part) ?? part), zh);
  }
  return undefined;
}
