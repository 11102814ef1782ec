import { done } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { grantOfUserToken } from './user-token.ts';

/** Do this user token and this openid belong together, and does the token live? */
export const checkUserToken = endpoint('checkUserToken', (call) => {
  grantOfUserToken(call);
  return done('S-33');
});
