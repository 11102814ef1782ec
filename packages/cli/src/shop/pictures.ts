// What the shop sells and how it looks. Drawn for this shop; nothing of it exists.

import type { Words } from '../language.ts';

export const cup =
  '<svg viewBox="0 0 400 380" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><circle cx="330" cy="100" r="40" fill="#C9683A" stroke="none" opacity=".85"/><path d="M176 152c-14-20 12-34 0-58M206 146c-16-24 14-40 0-72M236 152c-14-20 12-34 0-58" opacity=".5"/><path d="M102 190c0 84 40 128 104 128s104-44 104-128z" fill="currentColor" stroke="none"/><ellipse cx="206" cy="190" rx="104" ry="24" fill="var(--paper)"/><path d="M118 200c20 14 156 14 176 0-16 14-160 14-176 0z" fill="#C08A4A" stroke="none"/><path d="M166 318h80v12h-80z" fill="currentColor" stroke="none"/><path d="M20 346h360"/><path d="M96 342c52 8 168 8 220 0l-14-12H110z" fill="var(--paper)"/><path d="M62 346c-2-50-2-92 8-150"/><path d="M66 262c-30-4-46-22-48-52 30 4 46 22 48 52zM67 232c22-10 32-28 28-56-22 10-32 28-28 56zM70 196c-14-18-12-38 4-58 14 20 12 40-4 58z" fill="#7E8F5B"/></svg>';

export const teas: readonly {
  readonly name: Words;
  readonly price: string;
  readonly what: Words;
  readonly picture: string;
}[] = [
  {
    name: { zh: '头采白牡丹', en: 'White Peony, first pick' },
    price: '¥68',
    what: { zh: '福鼎，2026 春。青草、雪梨。', en: 'Fuding, 2026 spring. Hay, pear.' },
    picture:
      '<svg viewBox="0 0 84 100" fill="none" stroke="currentColor" stroke-width="2"><path d="M16 26h52v64H16zM22 14h40v12H22z" fill="var(--paper)"/><path d="M30 46h24v24H30z"/><path d="M42 51c-5 5-5 10 0 15 5-5 5-10 0-15z"/></svg>',
  },
  {
    name: { zh: '老树小饼 100 克', en: 'Old-tree cake, 100 g' },
    price: '¥126',
    what: { zh: '临沧，2021。红枣、樟香。', en: 'Lincang, 2021. Date, camphor.' },
    picture:
      '<svg viewBox="0 0 84 100" fill="none" stroke="currentColor" stroke-width="2"><circle cx="42" cy="56" r="32" fill="var(--paper)"/><circle cx="42" cy="56" r="9"/><path d="M18 42c14-10 34-10 48 0M16 68c16 12 36 12 52 0" opacity=".6"/></svg>',
  },
  {
    name: { zh: '炭焙乌龙', en: 'Roasted oolong' },
    price: '¥88',
    what: { zh: '安溪，本周四焙。', en: 'Anxi, roasted this Thursday.' },
    picture:
      '<svg viewBox="0 0 84 100" fill="none" stroke="currentColor" stroke-width="2"><path d="M20 34h44l-6 56H26z" fill="var(--paper)"/><path d="M20 34c0-12 44-12 44 0M34 50h16M34 60h16"/></svg>',
  },
];
