import { advice, ok, problem } from '../finding.ts';
import type { Check, House } from '../patient.ts';

/** The files by which WeChat's console proves the callback host are there for it to fetch. */
export const verifyFiles: Check<House> = {
  name: 'verify_files',
  needs: ['public_address'],
  async look({ parts: { config, accounts }, visit }) {
    if (config.verifyFiles.length === 0) {
      // The console of a test account takes a host unproven, and so does the simulator.
      const proven = accounts.all.some((account) => account.kind !== 'sandbox' && account.may('webAuthorisation'));
      if (!proven || config.simulator !== undefined)
        return ok('不需要域名校验文件。', 'No file has to prove the host.');
      return advice(
        { zh: '没有配置 verify_files。', en: 'No verify_files are configured.' },
        {
          zh: '在公众平台设置网页授权域名时会得到 MP_verify_….txt，把文件名写进 verify_files，网关就会提供它。',
          en: 'When you set the callback host, the console hands you MP_verify_….txt: put its name into verify_files and the gateway serves it.',
        },
      );
    }
    for (const file of config.verifyFiles) {
      const answer = await visit(`${config.publicUrl}/${file}`);
      if (answer?.status === 200 && file.includes(answer.text.trim()) && answer.text.trim() !== '') continue;
      return problem(
        { zh: `${config.publicUrl}/${file} 取不到。`, en: `${config.publicUrl}/${file} cannot be fetched.` },
        {
          zh: '用这份配置重启网关；反向代理不能截住这个路径。',
          en: 'Restart the gateway with this configuration; a proxy must not keep that path for itself.',
        },
      );
    }
    return ok('域名校验文件都能取到。', 'The files that prove the callback host are there.');
  },
};
