import { createLogin } from '@mingpian/wechat/login-handler';
import { signIn } from '../../settings.ts';

export const login = createLogin(signIn);
