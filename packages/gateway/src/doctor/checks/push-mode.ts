import { accountFact } from '@mingpian/facts/accounts';
import { advice, ok } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';

/** Pushes are configured, and in a mode in which nobody can forge them. */
export const pushMode: Check<Patient> = {
  name: 'push_mode',
  async look({ account: { kind, push } }) {
    if (!accountFact(kind).conversation)
      return ok('这类账号没有消息推送。', 'An account of this kind receives no pushes.');
    if (push === undefined) {
      return advice(
        { zh: '没有配置消息推送。', en: 'No pushes are configured.' },
        {
          zh: '加上 push：没有它，就没有关注欢迎语、关键词和取消授权的通知。',
          en: 'Add push: without it there is no welcome, no keyword, and no word of withdrawn consent.',
        },
      );
    }
    if (push.mode !== 'plain') return ok(`消息加解密方式：${push.mode}。`, `Pushes come in ${push.mode} mode.`);
    return advice(
      {
        zh: '明文模式：谁知道一个带签名的网址，谁就能伪造消息。',
        en: 'Plain mode: whoever learns one signed URL can forge pushes.',
      },
      {
        zh: '在公众平台和配置里都换成安全模式（safe）。',
        en: "Change to safe mode (安全模式), in WeChat's console and here.",
      },
    );
  },
};
