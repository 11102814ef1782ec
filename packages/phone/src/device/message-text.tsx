import { useState } from 'react';
import { useWords } from '../session.ts';
import { Stranger, textParts } from '../text.tsx';

/** About as many characters as fill 40 lines of a bubble. */
const shownAtFirst = 640;

/** A text of a chat. Links are buttons: what a stranger wrote never becomes an address of this page. */
export function MessageText({ text, onLink }: { text: string; onLink: (url: string) => void }) {
  const words = useWords();
  const [whole, setWhole] = useState(false);
  const long = text.length > shownAtFirst + 200 && !whole;
  const parts = textParts(long ? text.slice(0, shownAtFirst) : text);
  return (
    <>
      {parts.map(({ text: part, url }, index) =>
        url === undefined ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <Stranger key={index} text={part} />
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
    </>
  );
}
