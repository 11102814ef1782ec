import { pushSignature } from '@mingpian/wechat/push-signature';
import { newHandle } from '../../ids.ts';
import { ok, problem } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';

/** The address of pushes answers as WeChat's console will ask it to: the same request, signed with the Token of this file. */
export const webhook: Check<Patient> = {
  name: 'webhook',
  needs: ['public_address'],
  async look({ account: { name, push }, parts: { config, random, wechatClock }, visit }) {
    if (push === undefined) return ok('没有推送，无需检查。', 'There are no pushes to look at.');
    const address = `${config.publicUrl}/wechat/${name}/webhook`;
    const timestamp = String(Math.floor(wechatClock.now() / 1000));
    const nonce = newHandle(random, 8);
    const echostr = newHandle(random, 16);
    const signature = pushSignature(push.token, timestamp, nonce);
    const answer = await visit(`${address}?${new URLSearchParams({ signature, timestamp, nonce, echostr })}`);
    if (answer?.status === 200 && answer.text === echostr) {
      return ok(`${address} 通过了微信的校验请求。`, `${address} answers WeChat's check.`);
    }
    if (answer?.status === 404) {
      return problem(
        {
          zh: '运行中的网关不认识这个账号的推送地址。',
          en: 'The running gateway does not know this account as one with pushes.',
        },
        { zh: '用这份配置重启网关。', en: 'Restart the gateway with this configuration.' },
      );
    }
    if (answer?.status === 401) {
      return problem(
        {
          zh: '运行中的网关不接受用这份配置签名的请求。',
          en: 'The running gateway refuses what is signed with the Token of this file.',
        },
        {
          zh: '用这份配置重启网关；并核对两边的系统时间，差五分钟就会被拒绝。',
          en: 'Restart the gateway with this configuration, and check the clocks: five minutes are too much.',
        },
      );
    }
    return problem(
      {
        zh: `推送地址返回 ${answer?.status ?? '空'}，而不是 echostr。`,
        en: `The address of pushes answers ${answer?.status ?? 'nothing'} instead of the echostr.`,
      },
      {
        zh: '反向代理要原样转发路径和查询串，不能加跳转、验证码或缓存。',
        en: 'The proxy has to pass path and query on as they are: no redirect, no challenge, no cache.',
      },
    );
  },
};
