import { open } from '../acts.ts';
import { Face } from '../avatar.tsx';
import type { OpenedFrom, Person } from '../control/types.ts';
import { type SharedLink, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';

/** A link that a person passed on, as its reader sees it. */
export function LinkBubble({
  link,
  by,
  reader,
  from,
}: {
  link: SharedLink;
  by: Person | undefined;
  reader: Person;
  from: OpenedFrom;
}) {
  const words = useWords();
  const own = link.by === reader.name;
  return (
    <div className={`msg ${own ? 'me' : ''}`} data-testid="shared-link">
      {by && <Face person={by} />}
      <div className="bub">
        <button
          type="button"
          className="link shared"
          title={link.url}
          onClick={() => open(reader.name, link.url, from)}
          data-testid="open-shared"
        >
          <Stranger text={link.title || link.url} />
        </button>
        <small>{words.shared(by?.nickname ?? link.by)}</small>
      </div>
    </div>
  );
}
