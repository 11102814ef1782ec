import { qrModules } from '../wechat/qr-modules.ts';
import type { PageLanguage } from './language.ts';
import { bdi, escapeHtml, pageResponse, type Words } from './layout.ts';

const words = {
  title: { zh: '微信扫码登录', en: 'Sign in by scanning with WeChat' },
  waiting: { zh: '用模拟手机的「扫一扫」扫描二维码', en: 'Scan the code with the simulated phone' },
  scanned: { zh: '已扫描，请在手机上确认', en: 'Scanned. Confirm on the phone' },
  confirmed: { zh: '已确认，正在返回……', en: 'Confirmed. Taking you back' },
  refused: { zh: '已在手机上取消。可以重新扫码', en: 'Cancelled on the phone. You can scan again' },
  expired: { zh: '二维码过期了', en: 'The code has expired' },
  again: { zh: '换一个新的', en: 'Get a new code' },
} as const satisfies Record<string, Words>;

/** A QR code that stays black on white at night, what has become of it, and a way to a new one. */
export async function qrconnectPage(
  { id, url, accountTitle }: { id: string; url: string; accountTitle: string },
  language: PageLanguage,
): Promise<Response> {
  const say = (name: keyof typeof words) => words[name][language];
  const said = JSON.stringify(Object.fromEntries(Object.keys(words).map((name) => [name, say(name as 'title')])));
  return pageResponse({
    language,
    title: say('title'),
    style: 'main{text-align:center}.qr{width:270px;margin:24px auto;padding:30px;background:#fff;border-radius:8px}',
    body: `<h1>${say('title')}</h1>
<p>${bdi(accountTitle)}</p>
<div class="qr" data-testid="qrconnect-code" data-url="${escapeHtml(url)}">${await qrSvg(url)}</div>
<p id="status" aria-live="polite" data-testid="qrconnect-status">${say('waiting')}</p>
<p><a id="again" href="" hidden>${say('again')}</a></p>
<script>
(function () {
  var said = ${said.replaceAll('<', '\\u003c')};
  function ask() {
    fetch('/connect/l/qrconnect?uuid=${escapeHtml(id)}').then(function (reply) { return reply.json(); }).then(function (now) {
      document.getElementById('status').textContent = said[now.status];
      if (now.location) { location.href = now.location; return; }
      if (now.status === 'refused' || now.status === 'expired') { document.getElementById('again').hidden = false; return; }
      setTimeout(ask, 1000);
    }, function () { setTimeout(ask, 3000); });
  }
  ask();
})();
</script>`,
  });
}

/** One path of strokes, one for each row's runs of dark modules. */
async function qrSvg(text: string): Promise<string> {
  const { size, dark } = await qrModules(text);
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!dark[y * size + x]) continue;
      let end = x;
      while (end < size && dark[y * size + end]) end += 1;
      path += `M${x} ${y + 0.5}h${end - x}`;
      x = end;
    }
  }
  return `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR" shape-rendering="crispEdges"><path d="${path}" stroke="#000"/></svg>`;
}
