import { ApiError } from '@mingpian/wechat/errors';
import { advice, ok, problem, unknown } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';
import { refusal } from '../wechat-answer.ts';

const noAddress = 40201;

/** WeChat's console has an address for pushes, and WeChat finds the way to its host. Only WeChat can say so, and it does. */
export const wechatConsole: Check<Patient> = {
  name: 'wechat_console',
  needs: ['database', 'app_token'],
  async look({ account, parts: { config } }) {
    if (account.push === undefined) return ok('没有推送，无需检查。', 'There are no pushes to look at.');
    const address = `${config.publicUrl}/wechat/${account.name}/webhook`;
    const enter = {
      zh: `在公众平台的“服务器配置”里填写：URL ${address}，令牌与密钥同配置文件，加解密方式 ${account.push.mode}，然后启用。`,
      en: `In the console's 服务器配置 enter the URL ${address}, Token and key of the configuration, mode ${account.push.mode}, and switch it on.`,
    };
    try {
      const { dns, ping } = await account.wechat.network.checkCallback();
      if (dns.length === 0) {
        return problem(
          { zh: '微信解析不了推送地址的域名。', en: "WeChat cannot resolve the push address's host." },
          { zh: '核对域名解析，它要在公网上生效。', en: 'Check its DNS records; they have to be public.' },
        );
      }
      const lost = ping.length > 0 && ping.every((each) => each.lost);
      return lost
        ? advice(
            { zh: '微信 ping 不通推送地址的主机。', en: "WeChat's ping to the push address's host is lost." },
            {
              zh: '主机可能只是不回应 ping；若收不到消息，检查防火墙。',
              en: 'The host may just not answer pings; if no pushes arrive, look at the firewall.',
            },
          )
        : ok(
            '公众平台里有推送地址，微信能找到它的主机。',
            'The console has a push address, and WeChat finds its host.',
          );
    } catch (error) {
      if (error instanceof ApiError && error.errcode === noAddress) {
        return problem({ zh: '公众平台里没有推送地址。', en: 'The console has no address for pushes.' }, enter);
      }
      const { what } = await refusal(error, config.simulator);
      return unknown(what, enter);
    }
  },
};
