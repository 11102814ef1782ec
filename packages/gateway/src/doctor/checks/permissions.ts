import { ApiError } from '@mingpian/wechat/errors';
import { advice, ok, problem } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';
import { refusal } from '../wechat-answer.ts';

const notGranted = 48001;

/** The account may do what its kind and `verified` say. The list of followers tells: only verified accounts and sandboxes have it. */
export const permissions: Check<Patient> = {
  name: 'permissions',
  needs: ['database', 'app_token'],
  async look({ account, parts: { config } }) {
    if (account.kind === 'website' || account.kind === 'miniprogram') {
      return ok('这类账号的权限不由认证决定。', 'What an account of this kind may do does not hang on verification.');
    }
    const expected = account.may('userInfo');
    try {
      await account.wechat.user.followers().next();
      return expected
        ? ok('接口权限与配置一致。', 'WeChat grants what the configuration expects.')
        : advice(
            {
              zh: '微信给了认证账号才有的权限，配置里却是 verified: false。',
              en: 'WeChat grants what only a verified account has; the configuration says verified: false.',
            },
            {
              zh: '把 verified 改成 true，就能用上用户信息和网页授权。',
              en: 'Set verified: true to use user info and web authorisation.',
            },
          );
    } catch (error) {
      if (!(error instanceof ApiError) || error.errcode !== notGranted) {
        const { what, next } = await refusal(error, config.simulator);
        return problem(what, next);
      }
      return expected
        ? problem(
            {
              zh: `配置说账号已认证，微信却不给用户信息权限（${notGranted}）。`,
              en: `The configuration says verified, and WeChat refuses user info (${notGranted}).`,
            },
            {
              zh: '在公众平台完成认证或年审，并核对 kind；没有认证就写 verified: false。',
              en: 'Finish or renew the verification in the console, and check kind; without it write verified: false.',
            },
          )
        : ok('接口权限与配置一致：未认证。', 'WeChat grants what the configuration expects of an unverified account.');
    }
  },
};
