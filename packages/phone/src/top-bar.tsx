import { Face } from './avatar.tsx';
import { Icon, Mark, Stamp } from './icons.tsx';
import { session, useSession, useWords } from './session.ts';
import { Stranger } from './text.tsx';
import { useTick } from './use.ts';
import { retryNow, useWorld } from './world.ts';

export function TopBar({ narrow }: { narrow: boolean }) {
  const words = useWords();
  const { language, holders, theme, railOpen, peopleOpen } = useSession();
  const { id, people, ledger } = useWorld();
  const holder = people.find(({ name }) => name === holders[0]);
  const dark = theme === 'dark' || (theme === null && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <header className="sim-top">
      <span className="brand">
        <Mark />
        <span className="wide" lang="en">
          Mingpian
        </span>
      </span>
      <Stamp />
      <span className="dim wide">{words.world(id)}</span>
      <Connection />
      <button
        type="button"
        className="btn tiny"
        data-testid="language"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => session.set({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        {words.language}
      </button>
      <button
        type="button"
        className="ib small wide"
        data-testid="theme"
        aria-label={dark ? words.toLight : words.toDark}
        onClick={() => session.set({ theme: dark ? 'light' : 'dark' })}
      >
        <Icon name="sun" size="s" />
      </button>
      <button
        type="button"
        className="ib small wide"
        aria-label={words.keys}
        onClick={() => session.set({ keysOpen: true })}
      >
        <Icon name="keyboard" size="s" />
      </button>
      {narrow && holder && (
        <button
          type="button"
          className="btn tiny fab"
          data-testid="people-open"
          aria-expanded={peopleOpen}
          onClick={() => session.set({ peopleOpen: !peopleOpen })}
        >
          <Face person={holder} size="xs" /> <Stranger text={holder.nickname || holder.name} />
        </button>
      )}
      <button
        type="button"
        className="btn tiny fab rail-open"
        data-testid="rail-open"
        aria-expanded={railOpen}
        onClick={() => session.set({ railOpen: !railOpen })}
      >
        <Icon name="list" size="x" />
        <span className="num">{words.ledgerCount(ledger.length)}</span>
      </button>
    </header>
  );
}

function Connection() {
  const words = useWords();
  const { connection, retryAt, lostAt } = useWorld();
  useTick(500);
  if (connection === 'open') {
    return (
      <span className="push on" role="status" data-testid="connection">
        <Icon name="check" size="x" />
        <span>{words.connected}</span>
      </span>
    );
  }
  if (connection === 'loading') {
    return (
      <span className="push on dim" role="status" data-testid="connection">
        {words.connecting}
      </span>
    );
  }
  const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
  const long = Date.now() - lostAt > 10_000;
  return (
    <span className="push on lost" role="status" data-testid="connection">
      <span>{long ? words.lostLong : words.reconnecting(seconds)}</span>
      <button type="button" className="btn tiny" onClick={long ? () => location.reload() : retryNow}>
        {long ? words.reload : words.retry}
      </button>
    </span>
  );
}
