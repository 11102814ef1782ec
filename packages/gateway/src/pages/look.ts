/**
 * The look of the sign-in pages as named pieces of style sheet. A page writes the pieces it uses into itself, so that
 * nothing else has to load. Kept to what web views of 2018 know: no flex gap, no clamp(), no :is(), no inset.
 */

const light =
  '--canvas:#F5F2EB;--surface:#FEFCF8;--sunken:#EDE9DF;--ink:#1F1C17;--ink-2:#564F45;--ink-3:#6E6659;--on-ink:#FEFCF8;' +
  '--line:#E4DED2;--line-2:#CDC5B5;--control:#8B8272;--seal:#B8371D;--ok:#2A6A55;--warn:#875800;--warn-tint:#F7EDD6;' +
  '--shadow:0 1px 2px rgba(60,48,30,.05),0 8px 28px -8px rgba(60,48,30,.16);color-scheme:light';
const dark =
  '--canvas:#141210;--surface:#1D1A17;--sunken:#2A2621;--ink:#F2EDE4;--ink-2:#BFB6A8;--ink-3:#9A9183;--on-ink:#141210;' +
  '--line:#322D27;--line-2:#4A433A;--control:#7F7667;--seal:#F0805F;--ok:#79C2A5;--warn:#E2B05A;--warn-tint:#2E2513;' +
  '--shadow:0 0 0 1px #322D27,0 16px 40px -12px rgba(0,0,0,.7);color-scheme:dark';

/** Every page has this: tokens, type, the header with the relying party, the footer. */
export const frame = `
:root { ${light};
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  --mono: ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 15px/1.65 var(--sans); -webkit-font-smoothing: antialiased; overflow-wrap: break-word; word-wrap: break-word }
h1, h2, p, ol, ul { margin: 0; padding: 0 }
h1, h2 { font-weight: 600; line-height: 1.35; text-wrap: balance }
ol, ul { list-style: none }
svg { display: block; flex: none }
a { color: inherit; text-decoration: underline; -webkit-text-decoration-color: var(--seal); text-decoration-color: var(--seal); text-underline-offset: .22em }
a:hover { color: var(--seal) }
:focus { outline: 2px solid var(--ink); outline-offset: 2px }
:focus:not(:focus-visible) { outline: none }
.si { min-height: 100vh; display: flex; flex-direction: column; padding: 0 20px }
.si-top { width: 100%; max-width: 860px; margin: 0 auto; padding: 14px 0; display: flex; align-items: center; justify-content: space-between; font-size: 14px }
.si-top > a { padding: 10px 0 10px 16px; white-space: nowrap }
.si-main { flex: 1 0 auto; width: 100%; display: flex; align-items: center; justify-content: center; padding: 8px 0 40px }
.si-foot { width: 100%; max-width: 860px; margin: 0 auto; padding: 16px 0 20px; border-top: 1px solid var(--line); color: var(--ink-3); font-size: 12px; line-height: 1.7; display: flex; flex-wrap: wrap; justify-content: space-between }
.si-foot > span:first-child { margin-right: 16px }
.rp { display: flex; align-items: center; min-width: 0; font-weight: 600 }
.rp b { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.mark { width: 18px; height: 18px; margin-right: 6px }
.mark rect + path + rect { fill: var(--seal) }
.by { display: inline-flex; align-items: center }
@media (max-width: 520px) { .si-foot { flex-wrap: nowrap; align-items: flex-end } .by { flex: none } .si { background: var(--surface) } .si-main { align-items: flex-start; padding: 12px 0 28px } }
`;

/**
 * The letter that stands for a person (round) or an account (square), under the picture. A browser draws its sign of a broken picture
 * only into a box with a width: by its bounds alone a picture that is gone leaves the letter.
 */
export const avatar = `
.av { position: relative; display: inline-flex; align-items: center; justify-content: center; flex: none; width: 64px; height: 64px; border-radius: 50%; background: #2E5877; color: #fff; font: 500 26px/1 var(--sans); overflow: hidden }
.av img { position: absolute; left: 0; top: 0; min-width: 100%; max-width: 100%; min-height: 100%; max-height: 100%; object-fit: cover }
.acc { border-radius: 22%; width: 34px; height: 34px; font-size: 15px; margin-right: 12px }
.c2 { background: #5A5C8C } .c3 { background: #96691A } .c4 { background: #4A7263 } .c5 { background: #86688A }
@media (prefers-color-scheme: dark) { .av { color: #141210; background: #7FA8C6 } .c2 { background: #A3A5D6 } .c3 { background: #D6AC5C } .c4 { background: #86B09E } .c5 { background: #B393B7 } }
.logo { background: #fff }
`;

/** The one card of a page that asks or explains. */
export const sheet = `
.sheet { width: 100%; max-width: 440px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); padding: 36px 36px 32px }
.sheet.wide { max-width: 520px }
.sheet h1 { font-size: 26px }
.sheet h1 + p { margin-top: 8px; color: var(--ink-2) }
@media (max-width: 520px) { .sheet { border: 0; border-radius: 0; box-shadow: none; padding: 8px 0 0; max-width: none } }
`;

export const button = `
form { margin: 0 }
.go { margin-top: 24px }
.btn { display: inline-block; min-height: 44px; padding: 9px 20px; border: 1px solid var(--control); border-radius: 8px; background: var(--surface); color: var(--ink); font: 500 15px/24px var(--sans); text-align: center; text-decoration: none; cursor: pointer; -webkit-appearance: none; appearance: none }
.btn:hover { border-color: var(--ink); color: var(--ink) }
.main { background: var(--ink); border-color: var(--ink); color: var(--on-ink) }
.main:hover { opacity: .88; color: var(--on-ink) }
.quiet { border-color: transparent; background: none; color: var(--ink-2) }
.quiet:hover { text-decoration: underline; border-color: transparent }
`;

export const bigButton = `
.big { display: block; width: 100%; min-height: 50px; padding: 12px 20px; font-size: 16px; border-radius: 10px }
.go > * + * { margin-top: 12px }
`;

/** A name's characters that cannot be seen. */
export const boxes = `
.bx { display: inline-block; margin: 0 2px; padding: 0 3px; border: 1px solid var(--control); border-radius: 3px; font: 400 10px/14px var(--mono); letter-spacing: 0; vertical-align: middle; color: var(--ink-3) }
`;

export const icons = `
.i { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }
`;

/** What happened, what to do, the reference for the operator. */
export const problem = `
.ring { width: 52px; height: 52px; margin-bottom: 20px; border-radius: 50%; background: var(--warn-tint); color: var(--warn); display: flex; align-items: center; justify-content: center }
.ring .i { width: 26px; height: 26px }
.next { margin: 22px 0 26px; padding: 14px 16px; border-left: 3px solid var(--ink); background: var(--canvas); border-radius: 0 6px 6px 0 }
.next b { display: block; font-size: 13px; color: var(--ink-3); font-weight: 500 }
.next + .ref { margin-top: 0 }
.acts { display: flex; flex-wrap: wrap; margin: 0 -12px -12px 0 }
.acts .btn { flex: 1 1 160px; margin: 0 12px 12px 0 }
.ref { margin-top: 26px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 13px; color: var(--ink-3); display: flex; justify-content: space-between; flex-wrap: wrap }
.ref code { font: 12px/1.75 var(--mono) }
.h1:focus { outline: none }
`;

/** The blank card of the page that asks for a name. */
export const blankCard = `
.card { margin: 24px 0 22px; padding: 20px; border: 1px solid var(--line-2); border-radius: 8px; background: var(--canvas); display: flex; align-items: center }
.ph { width: 60px; height: 60px; border: 1.5px dashed var(--control); border-radius: 50%; margin-right: 16px; display: flex; align-items: center; justify-content: center; color: var(--ink-3); flex: none }
.nm { flex: 1; min-width: 0; font-size: 12px; color: var(--ink-3) }
.nm:after { content: ""; display: block; height: 26px; border-bottom: 1.5px dashed var(--control) }
.corner { width: 22px; height: 22px; margin: 22px 0 0 20px; border: 1.5px dashed var(--seal); border-radius: 3px; flex: none }
`;

/** What an application gets to know, line by line. */
export const asks = `
.asks { margin-top: 22px }
.asks li { display: flex; padding: 9px 0; border-top: 1px solid var(--line); font-size: 14px }
.asks li:last-child { border-bottom: 1px solid var(--line) }
.asks .i { width: 16px; height: 16px; margin: 4px 12px 0 0; color: var(--ok) }
.asks .no { color: var(--ink-2) }
.asks .no .i { color: var(--ink-3) }
`;

/** Numbered steps: the snapshot page and the link page. */
export const steps = `
.steps { margin-top: 22px; border-top: 1px solid var(--line) }
.steps li { display: flex; padding: 12px 0; border-bottom: 1px solid var(--line) }
.steps li > b { font: 600 18px/1.4 var(--serif); color: var(--ink-3); width: 28px; flex: none }
.sm { font-size: 13px; color: var(--ink-3); margin-top: 18px }
`;

/** The name card with the seal, and what stands below it. */
export const nameCard = `
.wrap { width: 100%; max-width: 620px }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); padding: 40px 44px 36px; min-height: 290px; display: flex; flex-direction: column }
.id { display: flex; align-items: center; min-width: 0 }
.id .av { margin-right: 22px }
.id > div { min-width: 0 }
.id h1 { font: 600 38px/1.25 var(--serif); overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.id .un { font-size: 26px; line-height: 1.35; color: var(--ink-2); white-space: normal }
.sub { color: var(--ink-2); margin-top: 2px }
.foot { margin-top: auto; padding-top: 40px; display: flex; align-items: flex-end; justify-content: space-between; font-size: 13px; line-height: 1.75; color: var(--ink-2) }
.foot p { min-width: 0 }
.sealed { flex: none; width: 68px; height: 68px; margin-left: 24px; border-radius: 6px; background: var(--seal); color: var(--surface); font: 600 23px/1.22 var(--serif); text-align: center; padding-top: 6px }
.en .sealed { font-size: 15px; padding-top: 16px }
.acts { display: flex; flex-wrap: wrap; margin: 20px -12px 24px 0 }
.acts > * { margin: 0 12px 12px 0 }
.acts .btn { width: 100% }
.sec { font-size: 15px; margin: 0 0 10px }
.fields { width: 100%; border-collapse: collapse; font-size: 14px }
.fields th, .fields td { padding: 11px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top }
.fields th { font-weight: 400; color: var(--ink-3); width: 9.5em; padding-right: 12px; word-break: keep-all }
.fields td { word-break: break-word }
.fields .w { width: 11em; text-align: right; color: var(--ink-3); font-size: 13px; line-height: 23px; padding-left: 12px }
.none { color: var(--ink-3) }
.ot { font: 13px/1.75 var(--mono); word-break: break-all }
.tiny { min-height: 28px; padding: 2px 10px; font-size: 13px; line-height: 22px; border-color: var(--line-2); border-radius: 6px; white-space: nowrap }
details { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 14px }
summary { padding: 12px 0; cursor: pointer; color: var(--ink-2) }
.eleven { padding-bottom: 12px }
.eleven li { display: flex; padding: 6px 0 }
.eleven b { flex: none; width: 28px; font: 600 14px/1.7 var(--serif); color: var(--ink-3) }
.eleven p { flex: 1; min-width: 0 }
.eleven small { display: block; color: var(--ink-3); font-size: 12px }
.eleven time { flex: none; padding-left: 12px; color: var(--ink-3); font-size: 13px; font-variant-numeric: tabular-nums }
.eleven .off { color: var(--ink-3) }
@media (prefers-color-scheme: dark) { .sealed { background: none; color: var(--seal); box-shadow: inset 0 0 0 2px var(--seal) } }
@media (max-width: 520px) {
  .si { background: var(--canvas) } .si-main { padding-top: 0 }
  .card { padding: 26px 22px 22px; min-height: 236px } .id .av { width: 56px; height: 56px; margin-right: 16px } .id h1 { font-size: 30px } .id .un { font-size: 21px }
  .acts > * { flex: 1 1 auto } .fields th { width: 6.5em } .fields .w { width: 8.5em }
}
`;

/** The number that has to come back in the chat. */
export const linkCode = `
.ot { font: 13px/1.75 var(--mono); color: var(--ink-3) }
.valid { text-align: center; font-size: 13px; color: var(--ink-2) }
.code { margin: 22px 0; font: 600 52px/1.2 var(--mono); letter-spacing: .06em; text-align: center; font-variant-numeric: tabular-nums }
.sides { margin-top: 20px; border-top: 1px solid var(--line); font-size: 14px }
.sides li { padding: 11px 0; border-bottom: 1px solid var(--line) }
.sides small { display: block; color: var(--ink-3); font-size: 12px }
.warn { margin-top: 18px; padding: 10px 12px; border-radius: 8px; background: var(--warn-tint); font-size: 13px; line-height: 1.6 }
@media (max-width: 360px) { .code { font-size: 44px } }
`;

/** The page of a browser that waits: two halves, of which the right one changes without moving its edges, and the other ways. */
export const waiting = `
.sheet.two { max-width: 860px; padding: 0; display: flex; flex-wrap: wrap }
.two .l, .two .r { flex: 1 1 50%; max-width: 50%; padding: 40px }
.l { border-right: 1px solid var(--line) }
.nw { display: inline-block; max-width: 100% }
.host { font: 13px/1.75 var(--mono) }
.l ol { margin-top: 28px }
.l li { display: flex; padding-bottom: 14px }
.l li > b { flex: none; width: 24px; height: 24px; margin: 1px 12px 0 0; border: 1px solid var(--line-2); border-radius: 50%; font: 400 13px/22px var(--sans); text-align: center; color: var(--ink-2) }
.l .now { font-weight: 600 }
.l .now > b { background: var(--ink); border-color: var(--ink); color: var(--on-ink) }
.l .done { color: var(--ink-3) }
.r { min-height: 440px; display: flex; flex-direction: column; align-items: center; justify-content: center; text-align: center }
.r > * { max-width: 100% }
.r form, .r .btn { margin-top: 16px }
.qr { width: 270px; height: 270px; padding: 29px; border-radius: 12px; background: #fff; border: 1px solid var(--line); color: #1F1C17 }
.qr svg { width: 210px; height: 210px; fill: none; stroke: currentColor; shape-rendering: crispEdges }
.live { margin-top: 16px; font-size: 14px; color: var(--ink-2) }
.live i { display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--ok) }
.num { font-variant-numeric: tabular-nums }
.no { font: 600 104px/1.1 var(--serif); color: var(--seal); font-variant-numeric: lining-nums tabular-nums }
.kou { font: 600 52px/1.2 var(--mono); letter-spacing: .12em; margin: 4px -.12em 0 0 }
.r .tiny { min-height: 32px; margin-top: 4px; padding: 3px 14px; font-size: 13px }
.r h2 { font-size: 18px }
.r h2 + p { max-width: 300px; margin-top: 6px; color: var(--ink-2) }
.r .main { min-width: 160px }
.off { margin-top: 16px; padding: 8px 12px; border-radius: 8px; background: var(--warn-tint); font-size: 13px }
.off a { white-space: nowrap }
.other { flex: 1 0 100%; display: flex; flex-wrap: wrap; align-items: center; padding: 8px 40px; border-top: 1px solid var(--line); font-size: 14px; color: var(--ink-2) }
.other > * { margin-right: 20px } .other .quit { margin: 0 0 0 auto }
.lk { display: inline-block; padding: 10px 0; border: 0; background: none; color: var(--ink); font: inherit; font-size: 14px; text-align: left; cursor: pointer; text-decoration: underline; -webkit-text-decoration-color: var(--seal); text-decoration-color: var(--seal); text-underline-offset: .22em }
@media (max-width: 760px) {
  .two .l, .two .r { flex-basis: 100%; max-width: 100%; padding: 20px 0; border: 0; min-height: 0 }
  .l ol { margin-top: 20px } .other { display: block; padding: 14px 0 0 } .other > *, .other .quit { display: block; margin: 0 } .kou { font-size: 44px }
}
`;

/** How something ended. */
export const ring = `
.ring { width: 64px; height: 64px; margin-bottom: 20px; border: 1.5px solid currentColor; border-radius: 50%; display: flex; align-items: center; justify-content: center; color: var(--ink-3) }
.ring .i { width: 28px; height: 28px }
.ring.yes { color: var(--ok) }
`;

/** What somebody is asked to confirm, and the numbers to pick from. */
export const facts = `
.facts { margin: 20px 0 24px; border-top: 1px solid var(--line) }
.facts div { display: flex; padding: 10px 0; border-bottom: 1px solid var(--line) }
.facts dt { width: 5em; color: var(--ink-3); font-size: 14px; flex: none }
.facts dd { flex: 1; min-width: 0; margin: 0; font-weight: 500 }
.facts small { display: block; font-weight: 400; font-size: 13px; color: var(--ink-3) }
.q { font-size: 16px; font-weight: 600 }
.small { font-size: 13px; color: var(--ink-2) }
.pick { display: flex; margin: 12px -5px 0 }
.pick button { flex: 1; height: 78px; margin: 0 5px; padding: 0; border: 1px solid var(--control); border-radius: 12px; background: var(--surface); color: var(--ink); font: 600 34px/1 var(--serif); font-variant-numeric: lining-nums tabular-nums; cursor: pointer }
.pick button:hover { border-color: var(--ink); background: var(--sunken) }
.warn { margin-top: 18px; padding: 10px 12px; border-radius: 8px; background: var(--warn-tint); font-size: 13px; line-height: 1.6 }
`;

/** The page about the gateway itself. */
export const about = `
.faint { color: var(--ink-3) }
.big-mark .mark { width: 56px; height: 56px; margin: 0 0 20px }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap }
.ways { margin-top: 22px; border-top: 1px solid var(--line) }
.ways li { display: flex; align-items: center; padding: 10px 0; border-bottom: 1px solid var(--line) }
.ways a { margin-left: auto; padding: 10px 0 10px 12px; white-space: nowrap }
`;

/** Takes out what only the reader of this file needs. */
export function minified(css: string): string {
  return css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}:;,>]) ?/g, '$1')
    .replace(/;}/g, '}')
    .trim();
}
