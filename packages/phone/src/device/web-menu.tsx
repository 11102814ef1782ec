import { open } from '../acts.ts';
import { Face } from '../avatar.tsx';
import type { Person, View } from '../control/types.ts';
import { say, session, useSession, useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { useCopied, useModal } from '../use.ts';
import { useWorld } from '../world.ts';

/** What one can do with a page: pass it on, copy its address, look at it from outside. */
export function WebMenu({ person, view, onClose }: { person: Person; view: View; onClose: () => void }) {
  const words = useWords();
  const { people } = useWorld();
  const { plain } = useSession();
  const [copied, copy] = useCopied();
  const box = useModal(onClose);
  const share = (to: string | null, told: string) => {
    const link = { by: person.name, to, url: view.url, title: view.title, at: Date.now() };
    session.set(({ shared }) => ({ shared: [...shared, link] }));
    say(told);
    onClose();
  };
  return (
    <div className="cover">
      <div className="consent" role="dialog" aria-modal="true" aria-label={words.more} ref={box} data-testid="web-menu">
        <h3 tabIndex={-1} data-first>
          {words.shareTo}
        </h3>
        <div className="share">
          {people
            .filter(({ name, cancelled }) => name !== person.name && !cancelled)
            .map((friend) => (
              <button
                type="button"
                className="to"
                key={friend.name}
                data-testid={`share-${friend.name}`}
                onClick={() => share(friend.name, words.sharedTo(plainText(friend.nickname)))}
              >
                <Face person={friend} />
                <small>
                  <Stranger text={friend.nickname || friend.name} />
                </small>
              </button>
            ))}
        </div>
        <div className="stack">
          <button
            type="button"
            className="btn"
            data-testid="share-moments"
            onClick={() => share(null, words.sharedMoments)}
          >
            {words.shareMoments}
          </button>
          <button type="button" className="btn" data-testid="copy-link" onClick={() => copy(view.url)}>
            {copied ? words.copied : words.copyLink}
          </button>
          <button
            type="button"
            className="btn"
            data-testid="open-outside"
            onClick={() => {
              onClose();
              void open(person.name, view.url, 'external', 'browser');
            }}
          >
            {words.openOutside}
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => {
              session.set({ plain: !plain });
              onClose();
            }}
          >
            {plain ? words.proxied : words.plainFrame}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </div>
    </div>
  );
}
