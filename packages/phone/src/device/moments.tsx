import { type FormEvent, useState } from 'react';
import type { Person } from '../control/types.ts';
import { session, useSession, useWords } from '../session.ts';
import { useWorld } from '../world.ts';
import { HomeTabs } from './bar.tsx';
import { LinkBubble } from './link-bubble.tsx';

/** Links that everybody sees. Whoever opens one comes from outside the account's chat. */
export function MomentsScreen({ person }: { person: Person }) {
  const words = useWords();
  const { people } = useWorld();
  const { shared } = useSession();
  const [url, setUrl] = useState('');
  const everybody = shared.filter(({ to }) => to === null);
  const publish = (event: FormEvent) => {
    event.preventDefault();
    if (!URL.canParse(url)) return;
    const link = { by: person.name, to: null, url, title: '', at: Date.now() };
    session.set(({ shared: known }) => ({ shared: [...known, link] }));
    setUrl('');
  };
  return (
    <>
      <header className="nb">
        <span />
        <h2>{words.moments}</h2>
        <span />
      </header>
      <div className="chat">
        {everybody.length === 0 && <p className="sys">{words.noMoments}</p>}
        {everybody.map((link) => (
          <LinkBubble
            key={link.at}
            link={link}
            by={people.find(({ name }) => name === link.by)}
            reader={person}
            from="moments"
          />
        ))}
      </div>
      <form className="write" onSubmit={publish}>
        <input
          type="url"
          aria-label={words.momentsAddress}
          placeholder={words.momentsAddress}
          value={url}
          data-testid="moments-url"
          onChange={(event) => setUrl(event.target.value)}
        />
        <button type="submit" className="btn main" data-testid="moments-publish">
          {words.publish}
        </button>
      </form>
      <HomeTabs person={person.name} now="moments" />
    </>
  );
}
