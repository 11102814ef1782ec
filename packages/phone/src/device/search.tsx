import { useState } from 'react';
import { open, scan } from '../acts.ts';
import { Badge } from '../avatar.tsx';
import type { OpenedFrom, Person } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { goBack, goInstead, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';

/** Finds accounts by name, codes by ticket, and opens whatever is an address. */
export function SearchScreen({ person }: { person: Person }) {
  const words = useWords();
  const { accounts, qrcodes } = useWorld();
  const [text, setText] = useState('');
  const asked = text.trim().toLowerCase();
  const isAddress = /^https?:\/\//i.test(asked) && URL.canParse(text.trim());
  const found = accounts.filter(
    ({ name, title, originalId, appId }) =>
      originalId !== undefined &&
      [name, title.toLowerCase(), originalId.toLowerCase(), appId].some((field) => field.includes(asked)),
  );
  const codes = asked === '' ? [] : qrcodes.filter(({ ticket }) => ticket.toLowerCase().includes(asked));
  const froms: OpenedFrom[] = ['external', 'moments', 'chat', 'menu'];
  return (
    <>
      <search className="find-bar">
        <Icon name="find" size="s" />
        <input
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          value={text}
          data-testid="search"
          // biome-ignore lint/a11y/noAutofocus: the search was opened to be written in
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && goBack(person.name)}
        />
        <button type="button" className="btn quiet" onClick={() => goBack(person.name)}>
          {words.cancel}
        </button>
      </search>
      <ul className="scroll" data-testid="search-results">
        {isAddress && (
          <li className="row open-as">
            <span className="what">
              <span className="line mono">{text.trim()}</span>
              <span className="acts">
                {froms.map((from) => (
                  <button
                    type="button"
                    className="btn tiny"
                    key={from}
                    data-testid={`open-from-${from}`}
                    onClick={() => open(person.name, text.trim(), from)}
                  >
                    {words.fromNames[from]}
                  </button>
                ))}
                <button
                  type="button"
                  className="btn tiny"
                  data-testid="open-browser"
                  onClick={() => open(person.name, text.trim(), 'external', 'browser')}
                >
                  {words.outsideWeChat}
                </button>
              </span>
            </span>
          </li>
        )}
        {!isAddress &&
          found.map((account) => (
            <li key={account.name}>
              <button
                type="button"
                className="row"
                data-testid={`result-${account.name}`}
                onClick={() => goInstead(person.name, { at: 'account', account: account.name })}
              >
                <Badge account={account} />
                <span className="what">
                  <b>
                    <Stranger text={account.title} />
                  </b>
                  <span className="line">
                    {words.kinds[account.kind]} · {account.verified ? words.verified : words.unverified}
                  </span>
                </span>
              </button>
            </li>
          ))}
        {codes.map(({ ticket, scene }) => (
          <li key={ticket}>
            <button type="button" className="row" onClick={() => scan(person.name, { ticket })}>
              <span className="av acc c6" aria-hidden="true">
                <Icon name="scan" />
              </span>
              <span className="what">
                <b>{words.scanScene(String(scene))}</b>
                <span className="line mono">{ticket}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
