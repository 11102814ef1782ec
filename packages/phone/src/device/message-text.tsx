import { Fragment, useState } from 'react';
import { useWords } from '../session.ts';
import { beginningOf, Stranger, textParts, visible } from '../text.tsx';

/** About as many characters as fill 40 lines of a bubble. */
const shownAtFirst = 640;

/** A text of a chat. Links are buttons: what a stranger wrote never becomes an address of this page. */
export function MessageText({ text, onLink }: { text: string; onLink: (url: string) => void }) {
  const words = useWords();
  const [whole, setWhole] = useState(false);
  const long = text.length > shownAtFirst + 200 && !whole;
  const parts = long ? beginningOf(textParts(text), shownAtFirst) : textParts(text);
  // The text has the direction of its first letter; what stands in a <bdi> would not count.
  return (
    <span className="text" dir="auto">
      {parts.map(({ text: part, url }, index) =>
        url === undefined ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <Fragment key={index}>{visible(part)}</Fragment>
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: an <a> would need the stranger's address in its href
          <button
            type="button"
            role="link"
            className="link"
            data-testid="message-link"
            title={url}
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
            key={index}
            onClick={() => onLink(url)}
          >
            <Stranger text={part} />
          </button>
        ),
      )}
      {long && (
        <button type="button" className="link more" onClick={() => setWhole(true)}>
          {words.expand}
        </button>
      )}
    </span>
  );
}
