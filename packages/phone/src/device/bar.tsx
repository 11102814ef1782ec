import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons.tsx';
import { goBack, goHome, useWords } from '../session.ts';

/** The bar on top of a screen: back, a title, and one button at the right. */
export function Bar({ person, title, children }: { person: string; title: ReactNode; children?: ReactNode }) {
  const words = useWords();
  return (
    <header className="nb">
      <button type="button" className="ib" data-testid="back" aria-label={words.back} onClick={() => goBack(person)}>
        <Icon name="back" />
      </button>
      <h2>{title}</h2>
      {children ?? <span />}
    </header>
  );
}

export function BarButton({
  icon,
  label,
  id,
  onClick,
}: {
  icon: IconName;
  label: string;
  id: string;
  onClick: () => void;
}) {
  return (
    <button type="button" className="ib" data-testid={id} aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** The three first screens of a phone. */
export function HomeTabs({ person, now }: { person: string; now: 'chats' | 'moments' | 'me' }) {
  const words = useWords();
  const tabs = [
    ['chats', 'chats', words.chats],
    ['moments', 'ring', words.moments],
    ['me', 'user', words.me],
  ] as const;
  return (
    <nav className="hb" aria-label={words.phoneOf(person)}>
      {tabs.map(([at, icon, label]) => (
        <button
          type="button"
          key={at}
          data-testid={`home-${at}`}
          aria-current={at === now ? 'page' : undefined}
          onClick={() => goHome(person, at)}
        >
          <Icon name={icon} />
          <span>{label}</span>
        </button>
      ))}
    </nav>
  );
}
