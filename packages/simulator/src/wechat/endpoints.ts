/** Every API path that this simulator answers. What is not in this list is a gap and answers 501. */
import { apiDomainIps } from './cgi-bin/get_api_domain_ip.ts';
import { callbackIps } from './cgi-bin/getcallbackip.ts';
import { menuCreate } from './cgi-bin/menu/create.ts';
import { menuDelete } from './cgi-bin/menu/delete.ts';
import { menuGet } from './cgi-bin/menu/get.ts';
import { customerMessage } from './cgi-bin/message/custom/send.ts';
import { stableToken } from './cgi-bin/stable_token.ts';
import { token } from './cgi-bin/token.ts';
import { followers } from './cgi-bin/user/get.ts';
import { userInfoBatch } from './cgi-bin/user/info/batchget.ts';
import { updateRemark } from './cgi-bin/user/info/updateremark.ts';
import { userInfo } from './cgi-bin/user/info.ts';
import type { Endpoint } from './endpoint.ts';
import { checkUserToken } from './sns/auth.ts';
import { codeExchange } from './sns/oauth2/access_token.ts';
import { refreshUserToken } from './sns/oauth2/refresh_token.ts';
import { snsUserInfo } from './sns/userinfo.ts';

export const apiEndpoints: readonly Endpoint[] = [
  token,
  stableToken,
  callbackIps,
  apiDomainIps,
  userInfo,
  userInfoBatch,
  followers,
  updateRemark,
  menuCreate,
  menuGet,
  menuDelete,
  customerMessage,
  codeExchange,
  refreshUserToken,
  checkUserToken,
  snsUserInfo,
];
