import { isLoopback } from '../../config/addresses.ts';
import { advice, ok, problem } from '../finding.ts';
import type { Check, House } from '../patient.ts';

/** Who asks for `public_url` reaches a gateway, by a way that WeChat can take too. */
export const publicAddress: Check<House> = {
  name: 'public_address',
  async look({ parts: { accounts, config }, visit }) {
    const { publicUrl, simulator, listen } = config;
    const url = new URL(publicUrl);
    const local = isLoopback(url.hostname);
    // Nobody pushes to it, and its callback host may be any address with a port: the browser alone has to get there.
    const trial = accounts.all.every(({ kind, push }) => kind === 'sandbox' && push === undefined);
    if (simulator === undefined && local && !trial) {
      return problem(
        {
          zh: `微信到不了 ${publicUrl}：它只在本机有效。`,
          en: `WeChat cannot reach ${publicUrl}: it is this machine's own.`,
        },
        {
          zh: '把 public_url 换成公网域名；只想试用，就配置 wechat.simulator。',
          en: 'Give public_url a public domain; for trying out, set wechat.simulator.',
        },
      );
    }
    if (simulator === undefined && url.port !== '' && !trial) {
      return problem(
        {
          zh: `微信只推送到 80 和 443 端口，${publicUrl} 用的是 ${url.port}。`,
          en: `WeChat pushes to ports 80 and 443 only, and ${publicUrl} has ${url.port}.`,
        },
        {
          zh: `让反向代理在 443 上监听，转发到 ${listen.host}:${listen.port}。`,
          en: `Let a reverse proxy listen on 443 and pass on to ${listen.host}:${listen.port}.`,
        },
      );
    }
    const answer = await visit(`${publicUrl}/healthz`);
    if (answer?.status === 200 && answer.text.includes('"ok"')) {
      if (simulator === undefined && local) {
        return advice(
          {
            zh: `${publicUrl} 有网关在应答，但只有本机打得开。`,
            en: `A gateway answers at ${publicUrl}, to this machine alone.`,
          },
          {
            zh: '在本机用微信开发者工具的公众号网页调试打开；要用手机试，public_url 得是通到这里的 https 地址。',
            en: 'Open it in WeChat DevTools (微信开发者工具) on this machine; for a phone, public_url has to be an https address that leads here.',
          },
        );
      }
      return ok(`${publicUrl} 有网关在应答。`, `A gateway answers at ${publicUrl}.`);
    }
    return answer === undefined
      ? problem(
          { zh: `${publicUrl} 没有应答。`, en: `Nothing answers at ${publicUrl}.` },
          local
            ? { zh: '用 mingpian serve 启动网关。', en: 'Start the gateway with mingpian serve.' }
            : {
                zh: '用 mingpian serve 启动网关，再核对域名解析、证书和反向代理。',
                en: 'Start the gateway with mingpian serve, then check DNS, the certificate and the proxy.',
              },
        )
      : problem(
          {
            zh: `${publicUrl}/healthz 返回 ${answer.status}，不像网关。`,
            en: `${publicUrl}/healthz answers ${answer.status}, unlike a gateway.`,
          },
          {
            zh: `反向代理要把所有路径原样转发到 ${listen.host}:${listen.port}。`,
            en: `The proxy has to pass every path on to ${listen.host}:${listen.port} as it is.`,
          },
        );
  },
};
