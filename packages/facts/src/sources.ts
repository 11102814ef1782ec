/** Where a fact can be read: an address, or a description where there is no single one. */
export type Source = { readonly title: string } & ({ readonly url: string } | { readonly where: string });

export const sources = {
  // Official pages and announcements
  STABLE: {
    title: '获取稳定版接口调用凭据 getStableAccessToken',
    url: 'https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken',
  },
  'STABLE-MG': {
    title: '小游戏 auth.getStableAccessToken',
    url: 'https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/access-token/auth.getStableAccessToken.html',
  },
  'TOKEN-CH': {
    title: '微信小店 获取 access_token (the same endpoint)',
    url: 'https://developers.weixin.qq.com/doc/store/leagueheadsupplier/API/getaccesstoken.html',
  },
  'SNS-AT': {
    title: '网页授权 换取用户授权凭证 snsAccessToken',
    url: 'https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken',
  },
  'SNS-RT': {
    title: '网页授权 刷新用户授权凭证 snsRefreshToken',
    url: 'https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken',
  },
  'SNS-UI': {
    title: '网页授权 获取授权用户信息 snsUserInfo',
    url: 'https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo.html',
  },
  UI: {
    title: '获取用户基本信息 userInfo',
    url: 'https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo',
  },
  BATCH: {
    title: '批量获取用户基本信息 batchUserInfo',
    url: 'https://developers.weixin.qq.com/doc/subscription/api/usermanage/userinfo/api_batchuserinfo',
  },
  'AUTH-GUIDE': { title: '网页授权 guide', url: 'https://developers.weixin.qq.com/doc/service/guide/h5/auth.html' },
  'AUTH-CHANGE': {
    title: '授权用户信息变更',
    url: 'https://developers.weixin.qq.com/doc/service/guide/h5/authorization_change.html',
  },
  'MA-AUTHCHANGE': {
    title: '小程序 授权用户信息变更',
    url: 'https://developers.weixin.qq.com/miniprogram/dev/server/event_push/platform/authorized_user_information_changes',
  },
  'TS-AUTH': {
    title: '授权登录 troubleshooting',
    url: 'https://developers.weixin.qq.com/doc/oplatform/developers/troubleshooting/auth.html',
  },
  'SUB-ENC': {
    title: '消息加解密说明 (公众号)',
    url: 'https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.md',
  },
  'MSG-PUSH': {
    title: '消息推送',
    url: 'https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/message-push.html',
  },
  'ENC-FAQ': {
    title: '消息加解密 FAQ',
    url: 'https://developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption.md',
  },
  PASSIVE: {
    title: '被动回复用户消息',
    url: 'https://developers.weixin.qq.com/doc/service/en/guide/product/message/Passive_user_reply_message.html',
  },
  EVENTS: {
    title: '微信认证事件推送',
    url: 'https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html',
  },
  'TPP-PUSH': {
    title: '第三方平台 消息与事件接收',
    url: 'https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/message_push.html',
  },
  'TPP-TECH': {
    title: '第三方平台 消息加解密技术方案',
    url: 'https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html',
  },
  'TPP-AUTH': {
    title: '第三方平台 代公众号发起网页授权',
    url: 'https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html',
  },
  MENU: {
    title: '创建自定义菜单 createCustomMenu',
    url: 'https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu',
  },
  KF: {
    title: '客服消息',
    url: 'https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html',
  },
  QUOTA: {
    title: '接口调用频次限制',
    url: 'https://developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html',
  },
  'RID-API': {
    title: '查询 rid 信息 getRidInfo',
    url: 'https://developers.weixin.qq.com/doc/service/en/api/apimanage/api_getridinfo.html',
  },
  'WEB-LOGIN': {
    title: '网站应用微信登录',
    url: 'https://developers.weixin.qq.com/doc/oplatform/developers/dev/auth/web.md',
  },
  WEBAPP: {
    title: '授权后接口调用 (UnionID)',
    url: 'https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Authorized_Interface_Calling_UnionID.html',
  },
  'PRIV-EN': {
    title: '接口权限说明',
    url: 'https://developers.weixin.qq.com/doc/service/en/Getting_Started/Explanation_of_interface_privileges.html',
  },
  SANDBOX: {
    title: '接口测试号',
    url: 'https://developers.weixin.qq.com/doc/oplatform/developers/basic_func/sandbox.md',
  },
  'CH-ERR': {
    title: '视频号 公共错误码',
    url: 'https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html',
  },
  'PAY-FAQ': {
    title: '微信支付 FAQ: two web authorisation hosts',
    url: 'https://pay.weixin.qq.com/wiki/doc/api_external/ch/faq/chapter1_11_2.shtml',
  },
  'ANN-SNAPSHOT': {
    title: 'announcement of the snapshot page, 2022',
    url: 'https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001',
  },
  'ANN-USERINFO': {
    title: 'announcement: nickname and avatar leave user/info, 2021',
    url: 'https://developers.weixin.qq.com/community/develop/doc/00028edbe3c58081e7cc834705b801',
  },
  'ANN-UNIONID': {
    title: 'notice of 2017-12-13 on UnionID',
    where: 'quoted in littlecodersh/itchatmp#37; announcement id in WxJava, WxOAuth2AccessToken.java',
  },
  'ANN-UNIONID-2014': {
    title: 'announcement of UnionID, 2014-06-27, reprinted',
    url: 'http://hk.javashuo.com/article/p-vqgctxyl-q.html',
  },
  'ANN-AES': {
    title: 'announcement of message encryption, 2014-10-13',
    where:
      'mp.weixin.qq.com announcement 1413190743, cited in baoshan/wx#19; supported the next day in dodgepudding/wechat-php-sdk#136',
  },
  'ANN-AVATAR': {
    title: 'announcement of the new avatar host, 2018-02-09',
    where: 'mp.weixin.qq.com announcement 11518160281tmq6P, cited in binarywang/WxJava#506',
  },
  'ANN-IPLIST': { title: 'notice of the IP white list, 2017, reprinted', url: 'http://ytweimi.com/news.php?id=29' },
  FREQ: {
    title: 'old official table of daily limits, reprinted',
    url: 'https://www.cnblogs.com/youlangu/p/3699089.html',
  },
  // Official community threads
  'COMM-DENY': {
    title: 'thread: what happens when the user refuses',
    url: 'https://developers.weixin.qq.com/community/develop/doc/0008caa4b4c2d80e5328e94ad5bc00',
  },
  'COMM-10004': {
    title: 'thread: page 10004 with a wrong AppID',
    url: 'https://developers.weixin.qq.com/community/develop/doc/00040ae3bd04e06fbda18c19a61000',
  },
  'COMM-10006': {
    title: 'thread: page 10006 on a test account',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUsw3dVdK8Oka9fLr4824AVTGo/question',
  },
  'COMM-SCOPE': {
    title: 'thread: Scope 参数错误或没有 Scope 权限',
    url: 'https://developers.weixin.qq.com/community/develop/doc/000648c639c6d0dcdcdf23c7b51800',
  },
  'COMM-POPUP': {
    title: 'thread: a dialog in spite of forcePopup=false',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUsw_wyMpLfKsY5R9s7_3hNaFA/question',
  },
  'COMM-POPUP-FRAGMENT': {
    title: 'thread: forcePopup after the fragment',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUsw6lUZ1SqR7hUQzJA8qKxRFs/question',
  },
  'COMM-SAMECODE': {
    title: 'thread: the same code handed out twice',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUswxerwYoABpSjW6nSk672jKs/question',
  },
  'COMM-SNAP-48001': {
    title: 'thread: 48001 for a snapshot token',
    url: 'https://developers.weixin.qq.com/community/develop/doc/0006eec7030d28b7656ea683e55400',
  },
  'COMM-SNAP-MISSING': {
    title: 'thread: is_snapshotuser missing at first',
    url: 'https://developers.weixin.qq.com/community/minihome/doc/00008834ad46205e9943de78d6b400',
  },
  'COMM-MODIFIED': {
    title: 'thread: user_info_modified without OpenID',
    url: 'https://developers.weixin.qq.com/community/develop/doc/0000443fa986a84f231dffa235b400',
  },
  'COMM-40163': {
    title: 'thread: 40163 code been used',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUsw5I9ZsMERZtOD0p56Ze3BOQ/answer',
  },
  'COMM-40164': {
    title: 'thread: 40164 and changing addresses',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUsw8gAlzThjP20swAnb-V9lY8/question',
  },
  'COMM-41002': {
    title: 'thread: 41002 without force_refresh',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUswznLK7Cm5_RfS2AH5O0pi9k/answer',
  },
  'COMM-41008': {
    title: 'thread: 41008 missing code',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUswzquJhDFxH3z4pg0mKmrKBY/question',
  },
  'COMM-41029': {
    title: 'thread: busy, and the code is burnt',
    url: 'https://developers.weixin.qq.com/community/personal/oCJUswztflzzbJO5dWLCGHZ22XCQ/answer',
  },
  'COMM-45015': {
    title: 'thread: 45015 response out of time limit',
    url: 'https://developers.weixin.qq.com/community/develop/doc/000cc8eeb745703799da2cbb256000',
  },
  'COMM-DOMAIN-MOVE': {
    title: 'thread: where the web authorisation host is set',
    url: 'https://developers.weixin.qq.com/community/develop/doc/0004a284668e4075f644537306bc00',
  },
  'COMM-202507': {
    title: 'thread: publishing APIs withdrawn, 2025-07',
    url: 'https://developers.weixin.qq.com/community/develop/doc/00086674924c70ae301480a106ec00',
  },
  // Published replies, logs and articles
  ARTICLE: {
    title: '方倍工作室: 获取用户基本信息 + OAuth2.0 网页授权 (2013/14)',
    url: 'http://www.cnblogs.com/txw1958/p/weixin71-oauth20.html',
  },
  'PAGE-ERR': { title: 'the list of page error codes', where: 'carried alike by six independent public repositories' },
  'PAYLOADS-SNSUI': {
    title: 'published sns/userinfo replies, 2019 to 2025',
    where: 'public repositories: 2019, 2020, six of 2021 to 2025',
  },
  'PAYLOADS-UI': {
    title: 'published user/info replies, 2018 to 2022',
    where: 'public repositories: 2018-07, two of 2022-09, eight of non-followers',
  },
  'PROBE-2026': {
    title: 'calls without valid credentials, logged on 2026-09-17',
    where: 'a log in a public repository',
  },
  'TX-1333680': {
    title: 'raw response headers of api.weixin.qq.com',
    url: 'https://cloud.tencent.com/developer/article/1333680',
  },
  GRANDYANG: {
    title: 'raw response headers of api.weixin.qq.com, 2018',
    url: 'https://cnblogs.com/grandyang/p/10049126.html',
  },
  HTTP201: {
    title: 'log of a webhook that answers 201',
    url: 'https://tb.rustfisher.com/2021/08/03/NestJS/mp-wx-http-status-code',
  },
  'DOUBLE-GET': { title: 'two requests from one tap', url: 'http://cnblogs.com/skysowe/p/9330423.html' },
  'KF-2021': {
    title: 'twenty customer messages per user message',
    url: 'https://blog.csdn.net/tao_qiong/article/details/117958721',
  },
  'REFRESH-BLOG': {
    title: 'a base authorisation voids the earlier user token',
    url: 'https://blog.csdn.net/weixin_34319999/article/details/92266927',
  },
  'JUEJIN-7540858814170480703': {
    title: 'test account with an IP address as callback host',
    url: 'https://juejin.cn/post/7540858814170480703',
  },
  'JUEJIN-7241750800400973885': {
    title: 'website login, step by step',
    url: 'https://juejin.cn/post/7241750800400973885',
  },
  // Issues and pull requests
  'ISSUE-88': { title: 'belerweb/social-sdk#88', url: 'https://github.com/belerweb/social-sdk/issues/88' },
  'wechatpy#76': { title: 'wechatpy/wechatpy#76', url: 'https://github.com/wechatpy/wechatpy/issues/76' },
  'ISSUE-DEMO16': {
    title: 'binarywang/weixin-java-mp-demo#16',
    url: 'https://github.com/binarywang/weixin-java-mp-demo/issues/16',
  },
  'weixin-java-mp-demo#42': {
    title: 'binarywang/weixin-java-mp-demo#42',
    url: 'https://github.com/binarywang/weixin-java-mp-demo/issues/42',
  },
  'WXREDIRECT-10': {
    title: 'netcccyun/wxredirect#10 (2024-06)',
    url: 'https://github.com/netcccyun/wxredirect/issues/10',
  },
  'wxredirect#16': {
    title: 'netcccyun/wxredirect#16 (2025-10)',
    url: 'https://github.com/netcccyun/wxredirect/issues/16',
  },
  'wechat-spa#7': { title: 'chooin/wechat-spa#7', url: 'https://github.com/chooin/wechat-spa/issues/7' },
  'GetWeixinCode#35': {
    title: 'HADB/GetWeixinCode#35 (2018-04)',
    url: 'https://github.com/HADB/GetWeixinCode/issues/35',
  },
  'GetWeixinCode#36': { title: 'HADB/GetWeixinCode#36', url: 'https://github.com/HADB/GetWeixinCode/issues/36' },
  'PR-3100': {
    title: 'JeffreySu/WeiXinMPSDK#3100 (2024-11 real reply); also silenceper/wechat#643, w7corp/easywechat#198',
    url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/3100',
  },
  'Senparc#561': { title: 'JeffreySu/WeiXinMPSDK#561', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/561' },
  'Senparc#816': { title: 'JeffreySu/WeiXinMPSDK#816', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/816' },
  'Senparc#1078': { title: 'JeffreySu/WeiXinMPSDK#1078', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/1078' },
  'Senparc#1181': { title: 'JeffreySu/WeiXinMPSDK#1181', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/1181' },
  'Senparc#2939': { title: 'JeffreySu/WeiXinMPSDK#2939', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/2939' },
  'Senparc#3063': { title: 'JeffreySu/WeiXinMPSDK#3063', url: 'https://github.com/JeffreySu/WeiXinMPSDK/issues/3063' },
  'WxJava#288': { title: 'binarywang/WxJava#288, #289', url: 'https://github.com/binarywang/WxJava/issues/288' },
  'WxJava#506': { title: 'binarywang/WxJava#506', url: 'https://github.com/binarywang/WxJava/issues/506' },
  'WxJava#528': { title: 'binarywang/WxJava#528', url: 'https://github.com/binarywang/WxJava/issues/528' },
  'WxJava#2316': { title: 'binarywang/WxJava#2316', url: 'https://github.com/binarywang/WxJava/issues/2316' },
  'WxJava#2458': { title: 'binarywang/WxJava#2458', url: 'https://github.com/binarywang/WxJava/issues/2458' },
  'WxJava#2828': { title: 'binarywang/WxJava#2828', url: 'https://github.com/binarywang/WxJava/issues/2828' },
  'easywechat#116': { title: 'w7corp/easywechat#116', url: 'https://github.com/w7corp/easywechat/issues/116' },
  'easywechat#163': { title: 'w7corp/easywechat#163', url: 'https://github.com/w7corp/easywechat/issues/163' },
  'easywechat#797': { title: 'w7corp/easywechat#797', url: 'https://github.com/w7corp/easywechat/issues/797' },
  'easywechat#1331': { title: 'w7corp/easywechat#1331', url: 'https://github.com/w7corp/easywechat/issues/1331' },
  'laravel-wechat#96': {
    title: 'overtrue/laravel-wechat#96',
    url: 'https://github.com/overtrue/laravel-wechat/issues/96',
  },
  'laravel-wechat#367': {
    title: 'overtrue/laravel-wechat#367',
    url: 'https://github.com/overtrue/laravel-wechat/issues/367',
  },
  'laravel-wechat-sdk#13': {
    title: 'huanghua581/laravel-wechat-sdk#13',
    url: 'https://github.com/huanghua581/laravel-wechat-sdk/issues/13',
  },
  'wechat-oauth#31': {
    title: 'node-webot/wechat-oauth#31',
    url: 'https://github.com/node-webot/wechat-oauth/issues/31',
  },
  'wechat-api#248': { title: 'node-webot/wechat-api#248', url: 'https://github.com/node-webot/wechat-api/issues/248' },
  'silenceper/wechat#665': { title: 'silenceper/wechat#665', url: 'https://github.com/silenceper/wechat/issues/665' },
  'esap/wechat#21': { title: 'esap/wechat#21', url: 'https://github.com/esap/wechat/issues/21' },
  'go-wechat#23': { title: 'nilorg/go-wechat#23', url: 'https://github.com/nilorg/go-wechat/issues/23' },
  'thenbsp/wechat#33': { title: 'thenbsp/wechat#33', url: 'https://github.com/thenbsp/wechat/issues/33' },
  'weapp#105': { title: 'royalrick/weapp#105', url: 'https://github.com/royalrick/weapp/issues/105' },
  'WeiXinPost#2': { title: 'ghwmx/WeiXinPost#2', url: 'https://github.com/ghwmx/WeiXinPost/issues/2' },
  'n8n-offiaccount#2': {
    title: 'other-blowsnow/n8n-nodes-wechat-offiaccount#2',
    url: 'https://github.com/other-blowsnow/n8n-nodes-wechat-offiaccount/issues/2',
  },
  'wilddog-doc2#29': {
    title: 'WildDogTeam/wilddog-doc2#29',
    url: 'https://github.com/WildDogTeam/wilddog-doc2/issues/29',
  },
  'wedding#23': { title: 'iammapping/wedding#23', url: 'https://github.com/iammapping/wedding/issues/23' },
  'wedding#27': { title: 'iammapping/wedding#27', url: 'https://github.com/iammapping/wedding/issues/27' },
  'wx#19': { title: 'baoshan/wx#19', url: 'https://github.com/baoshan/wx/issues/19' },
  'bot-on-anything#116': {
    title: 'zhayujie/bot-on-anything#116',
    url: 'https://github.com/zhayujie/bot-on-anything/issues/116',
  },
  'GoLibCookie#13': {
    title: 'MikeWang000000/GoLibCookie#13',
    url: 'https://github.com/MikeWang000000/GoLibCookie/issues/13',
  },
  'YYB-Go-Enhanced#13': {
    title: '525815266/YYB-Go-Enhanced#13',
    url: 'https://github.com/525815266/YYB-Go-Enhanced/issues/13',
  },
  // Restatements and SDK sources
  'MUD-AUTH': {
    title: 'restatement of the official pages: IMpAuthentication.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-SNS': {
    title: 'restatement of the official pages: IMpSnsService.cs, MpSnsContractGuards (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-OPENAPI': {
    title: 'restatement of the official pages: IMpOpenApiService.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-QR': {
    title: 'restatement of the official pages: IMpQrcodeService.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-MENU': {
    title: 'restatement of the official pages: IMpMenuService.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-USER': {
    title: 'restatement of the official pages: IMpUserService.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-BASIC': {
    title: 'restatement of the official pages: IMpBasicService (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-KEYS': {
    title: 'restatement of the official pages: MpCallbackKeys.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  'MUD-MSG': {
    title: 'restatement of the official pages: Mp*Payloads.cs (2026-10-07)',
    url: 'https://github.com/mudtools/MudWechat/tree/06bebf64',
  },
  WxJava: {
    title: 'WxJava: WxMpErrorMsgEnum, WxConsts, WxMpXmlMessage, WxMpApiUrl, WxMpOAuth2ServiceImpl',
    url: 'https://github.com/binarywang/WxJava/tree/3e48dc7',
  },
  EasyWeChat: {
    title: 'EasyWeChat: Kernel/Encryptor.php, OfficialAccount/Server.php, AccessToken.php',
    url: 'https://github.com/w7corp/easywechat/tree/7a93b80',
  },
  Senparc: { title: 'Senparc.Weixin', url: 'https://github.com/JeffreySu/WeiXinMPSDK/tree/be573f6' },
  SKIT: {
    title: 'SKIT.FlurlHttpClient.Wechat',
    url: 'https://github.com/fudiwei/DotNetCore.SKIT.FlurlHttpClient.Wechat/tree/92020d9',
  },
  FIELD: {
    title: 'common field knowledge',
    where: 'repeated in many public posts and logs without a single authoritative source',
  },
  own: { title: 'our own design', where: 'the platform has no counterpart' },
} as const satisfies Record<string, Source>;

export type SourceKey = keyof typeof sources;
