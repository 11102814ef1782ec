import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { tapMenu } from '../acts.ts';
import type { Account, Menu, MenuButton, Person } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../session.ts';
import { Stranger } from '../text.tsx';

export function MenuBar({
  person,
  account,
  menu,
  onKeyboard,
}: {
  person: Person;
  account: Account;
  menu: Menu;
  onKeyboard: () => void;
}) {
  const words = useWords();
  const [opened, setOpened] = useState<string | null>(null);
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    if (opened === null) return;
    bar.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: PointerEvent) => {
      if (!bar.current?.contains(event.target as Node)) setOpened(null);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [opened]);
  const tap = (button: MenuButton, path: string) => {
    setOpened(null);
    void tapMenu(person.name, account.name, path, button.type === 'view');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      const top = bar.current?.querySelector<HTMLElement>('[aria-expanded="true"]');
      setOpened(null);
      top?.focus();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const items = [...(bar.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (items.length === 0) return;
    event.preventDefault();
    items[(at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.focus();
  };
  return (
    <nav
      className="mb"
      aria-label={words.menu}
      ref={bar}
      data-buttons={menu.button.length}
      data-testid="menu-bar"
      onKeyDown={press}
    >
      <button type="button" aria-label={words.toKeyboard} data-testid="to-keyboard" onClick={onKeyboard}>
        <Icon name="keyboard" />
      </button>
      {menu.button.map((button) => {
        const below = button.sub_button ?? [];
        if (below.length === 0) {
          return (
            <button type="button" key={button.name} data-testid="menu-button" onClick={() => tap(button, button.name)}>
              <Stranger text={button.name} />
            </button>
          );
        }
        const open = opened === button.name;
        return (
          <div className="mi" key={button.name}>
            <button
              type="button"
              aria-haspopup="menu"
              aria-expanded={open}
              data-testid="menu-button"
              onClick={() => setOpened(open ? null : button.name)}
            >
              <Icon name="menu" size="x" />
              <Stranger text={button.name} />
            </button>
            {open && (
              <div className="pop" role="menu" aria-label={button.name}>
                {below.map((item) => (
                  <button
                    type="button"
                    role="menuitem"
                    key={item.name}
                    data-testid="menu-item"
                    onClick={() => tap(item, `${button.name} / ${item.name}`)}
                  >
                    <Stranger text={item.name} />
                  </button>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </nav>
  );
}
