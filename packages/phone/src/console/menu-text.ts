/** A menu as lines that a person can type: one button a line, sub-buttons indented, the address after the name. */
import type { Menu, MenuButton } from '../control/types.ts';

function lineOf({ name, url, key }: MenuButton, indent: string): string {
  return `${indent}${name}${url !== undefined ? ` ${url}` : key !== undefined ? ` #${key}` : ''}`;
}

export function menuText(menu: Menu | null | undefined): string {
  return (menu?.button ?? [])
    .flatMap((button) => [lineOf(button, ''), ...(button.sub_button ?? []).map((item) => lineOf(item, '  '))])
    .join('\n');
}

/** A button opens its address, or tells the account its key; its own name where no key is given. */
function buttonOf(line: string): MenuButton {
  const found = /^(.*?)\s+(https?:\/\/\S+|#\S+)$/.exec(line);
  const name = found?.[1] ?? line;
  const target = found?.[2];
  if (target?.startsWith('http')) return { type: 'view', name, url: target };
  return { type: 'click', name, key: target?.slice(1) ?? name };
}

export function menuOf(text: string): Menu {
  const button: MenuButton[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const top = button.at(-1);
    if (/^\s/.test(line) && top) {
      button[button.length - 1] = { name: top.name, sub_button: [...(top.sub_button ?? []), buttonOf(line.trim())] };
    } else {
      button.push(buttonOf(line.trim()));
    }
  }
  return { button };
}
