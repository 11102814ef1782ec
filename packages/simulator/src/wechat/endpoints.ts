/** Every API path that this simulator answers. What is not in this list is a gap and answers 501. */
import { callbackCheck } from './cgi-bin/callback/check.ts';
import { changeOpenid } from './cgi-bin/changeopenid.ts';
import { clearQuotaBySecret } from './cgi-bin/clear_quota/v2.ts';
import { clearQuota } from './cgi-bin/clear_quota.ts';
import { apiDomainIps } from './cgi-bin/get_api_domain_ip.ts';
import { callbackIps } from './cgi-bin/getcallbackip.ts';
import { menuCreate } from './cgi-bin/menu/create.ts';
import { menuDelete } from './cgi-bin/menu/delete.ts';
import { menuGet } from './cgi-bin/menu/get.ts';
import { customerMessage } from './cgi-bin/message/custom/send.ts';
import { templateMessage } from './cgi-bin/message/template/send.ts';
import { clearApiQuota } from './cgi-bin/openapi/quota/clear.ts';
import { apiQuota } from './cgi-bin/openapi/quota/get.ts';
import { ridInfo } from './cgi-bin/openapi/rid/get.ts';
import { qrcodeCreate } from './cgi-bin/qrcode/create.ts';
import { stableToken } from './cgi-bin/stable_token.ts';
import { jsTicket } from './cgi-bin/ticket/getticket.ts';
import { token } from './cgi-bin/token.ts';
import { followers } from './cgi-bin/user/get.ts';
import { userInfoBatch } from './cgi-bin/user/info/batchget.ts';
import { updateRemark } from './cgi-bin/user/info/updateremark.ts';
import { userInfo } from './cgi-bin/user/info.ts';
import type { Endpoint } from './endpoint.ts';
import { checkUserToken } from './sns/auth.ts';
import { miniprogramLogin } from './sns/jscode2session.ts';
import { codeExchange } from './sns/oauth2/access_token.ts';
import { refreshUserToken } from './sns/oauth2/refresh_token.ts';
import { snsUserInfo } from './sns/userinfo.ts';

export const apiEndpoints: readonly Endpoint[] = [
  token,
  stableToken,
  callbackIps,
  apiDomainIps,
  callbackCheck,
  clearQuota,
  clearQuotaBySecret,
  apiQuota,
  clearApiQuota,
  ridInfo,
  userInfo,
  userInfoBatch,
  followers,
  updateRemark,
  changeOpenid,
  menuCreate,
  menuGet,
  menuDelete,
  customerMessage,
  templateMessage,
  jsTicket,
  qrcodeCreate,
  codeExchange,
  refreshUserToken,
  checkUserToken,
  snsUserInfo,
  miniprogramLogin,
];
