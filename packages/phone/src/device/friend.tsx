import type { Person } from '../control/types.ts';
import { useSession, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';
import { Bar } from './bar.tsx';
import { LinkBubble } from './link-bubble.tsx';

/** The chat of two people: nothing but the links they passed on, which is all that an account can notice. */
export function FriendScreen({ person, friend }: { person: Person; friend: string }) {
  const words = useWords();
  const { people } = useWorld();
  const { shared } = useSession();
  const other = people.find(({ name }) => name === friend);
  const between = shared.filter(
    ({ by, to }) => (by === friend && to === person.name) || (by === person.name && to === friend),
  );
  return (
    <>
      <Bar person={person.name} title={<Stranger text={other?.nickname ?? friend} />} />
      <div className="chat" role="log" aria-label={words.chat}>
        {between.map((link) => (
          <LinkBubble
            key={link.at}
            link={link}
            by={people.find(({ name }) => name === link.by)}
            reader={person}
            from="external"
          />
        ))}
      </div>
    </>
  );
}
