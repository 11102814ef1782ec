import { accountFact } from '@mingpian/facts/accounts';
import { appTokenRequest, processAppTokenReply } from '@mingpian/wechat/app-token';
import { ok, problem } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';
import { refusal } from '../wechat-answer.ts';

/**
 * WeChat gives an app token for AppID and secret, to a request from this machine's address. `stable_token` gives the one that is
 * in use already; the classic call would end it, so there the stored one has to do.
 */
export const appToken: Check<Patient> = {
  name: 'app_token',
  async look({ account, parts: { accounts, config } }) {
    if (account.kind === 'website') return ok('网站应用不用 app token。', 'A website app has no app token.');
    try {
      if (account.appToken === 'stable') {
        const request = appTokenRequest(accounts.hosts, account, { method: 'stable' });
        processAppTokenReply(request.operation, await account.transport(request));
      } else await account.wechat.appTokens.get();
      const { zh, en } = accountFact(account.kind);
      return ok(`微信承认这个${zh}的 AppID 和 AppSecret。`, `WeChat accepts AppID and AppSecret of this ${en}.`);
    } catch (error) {
      const { what, next } = await refusal(error, config.simulator);
      return problem(what, next);
    }
  },
};
