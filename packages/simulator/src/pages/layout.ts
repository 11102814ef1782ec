/** The frame of every page that the simulator draws: our own look, the SIMULATED stamp, never indexed, never cached. */
import type { PageLanguage } from './language.ts';

/** Text that is safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A person's or an account's own words: escaped, and kept from turning the direction of what stands around them. */
export function bdi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** The same text in both languages, in two runs of the page's language. */
export type Words = Record<PageLanguage, string>;

export const stamp = '<span class="stamp">SIMULATED 模拟</span>';

const style = `
:root{--canvas:#F5F2EB;--surface:#FEFCF8;--sunken:#EDE9DF;--ink:#1F1C17;--ink-2:#564F45;--ink-3:#6E6659;--on-ink:#FEFCF8;--line:#E4DED2;--control:#8B8272;--seal:#B8371D;--warn:#875800;--warn-tint:#F7EDD6;--scrim:rgba(31,28,23,.42);color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--canvas:#141210;--surface:#1D1A17;--sunken:#2A2621;--ink:#F2EDE4;--ink-2:#BFB6A8;--ink-3:#9A9183;--on-ink:#141210;--line:#322D27;--control:#7F7667;--seal:#F0805F;--warn:#E2B05A;--warn-tint:#2E2513;--scrim:rgba(0,0,0,.6)}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--canvas);color:var(--ink);font:15px/1.65 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:break-word}
h1,p,ul{margin:0;padding:0}h1{font-size:22px;line-height:1.35;font-weight:600;text-wrap:balance}ul{list-style:none}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
header{padding:14px 20px;display:flex;justify-content:space-between;align-items:center;font-size:13px;color:var(--ink-2)}
main{flex:1;width:100%;max-width:520px;margin:0 auto;padding:32px 24px}
.stamp{border:1.5px solid var(--seal);border-radius:2px;color:var(--seal);font-size:11px;line-height:18px;font-weight:700;letter-spacing:.08em;padding:0 6px;white-space:nowrap}
.faint{color:var(--ink-3);font-size:13px}.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px;color:var(--ink-3)}
.ring{width:52px;height:52px;border-radius:50%;background:var(--warn-tint);color:var(--warn);display:flex;align-items:center;justify-content:center;margin-bottom:20px}
.why{margin-top:28px;padding:12px 16px;border-left:3px solid var(--ink);background:var(--sunken);border-radius:0 6px 6px 0;font-size:13px}
.btn{display:block;width:100%;min-height:46px;padding:10px 18px;border:1px solid var(--control);border-radius:8px;background:var(--surface);color:var(--ink);font:inherit;font-weight:500;text-align:center;text-decoration:none;cursor:pointer}
.btn.main{background:var(--ink);border-color:var(--ink);color:var(--on-ink)}
`;

export interface PageContent {
  language: PageLanguage;
  title: string;
  /** HTML inside main. */
  body: string;
  /** Rules that only this page needs. */
  style?: string;
  status?: number;
}

export function pageResponse({ language, title, body, style: own = '', status = 200 }: PageContent): Response {
  const html = `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}${own}</style>
</head>
<body>
<header><span>open.weixin.qq.com</span>${stamp}</header>
<main>
${body}
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
}
