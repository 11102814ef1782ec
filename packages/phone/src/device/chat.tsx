import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { open, say } from '../acts.ts';
import { Badge, Face } from '../avatar.tsx';
import type { Account, Message, Person } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { go, session, useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { hourMinute } from '../times.ts';
import { chatKey, useWorld } from '../world.ts';
import { Bar, BarButton } from './bar.tsx';
import { MenuBar } from './menu-bar.tsx';
import { MessageText } from './message-text.tsx';

const none: readonly Message[] = [];

export function ChatScreen({ person, name }: { person: Person; name: string }) {
  const words = useWords();
  const { accounts, chats, menus } = useWorld();
  const account = accounts.find((candidate) => candidate.name === name);
  const key = chatKey(person.name, name);
  const messages = chats[key] ?? none;
  const log = useRef<HTMLDivElement>(null);
  const last = messages.at(-1)?.id;
  useLayoutEffect(() => {
    if (last !== undefined) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [last]);
  useEffect(() => {
    if (last !== undefined) session.set(({ seen }) => ({ seen: { ...seen, [key]: last } }));
  }, [key, last]);
  if (!account) return <Bar person={person.name} title={words.chat} />;
  const follows = person.follows.includes(name);
  return (
    <>
      <Bar person={person.name} title={<Stranger text={account.title} />}>
        <BarButton
          icon="user"
          label={words.accountPage}
          id="account-page"
          onClick={() => go(person.name, { at: 'account', account: name })}
        />
      </Bar>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls must be reachable by keyboard */}
      <div className="chat" role="log" aria-label={words.chat} tabIndex={0} ref={log} data-testid="chat">
        {messages[0] && <p className="sys num">{hourMinute(messages[0].at)}</p>}
        {follows && <p className="sys">{words.youFollow(plainText(account.title))}</p>}
        {messages.map((message) => (
          <Bubble key={message.id} message={message} person={person} account={account} />
        ))}
      </div>
      {follows ? (
        <Writing key={menus[name] ? 'menu' : 'plain'} person={person} account={account} />
      ) : (
        <p className="nofollow">{words.notFollowing}</p>
      )}
    </>
  );
}

function Bubble({ message, person, account }: { message: Message; person: Person; account: Account }) {
  const words = useWords();
  const tap = (url: string) => open(person.name, url, 'chat');
  if (message.from === 'system') {
    return (
      <p className="sys" data-testid="system-line">
        <MessageText text={message.text ?? ''} onLink={tap} />
      </p>
    );
  }
  const own = message.from === 'person';
  return (
    <div className={`msg ${own ? 'me' : ''}`} data-testid={own ? 'own-bubble' : 'bubble'}>
      {own ? <Face person={person} /> : <Badge account={account} />}
      <div className="bub">
        <Content message={message} kinds={words.kindOfMessage} onLink={tap} />
      </div>
    </div>
  );
}

interface Article {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
}

function Content({
  message,
  kinds,
  onLink,
}: {
  message: Message;
  kinds: Readonly<Record<string, string>>;
  onLink: (url: string) => void;
}) {
  if (message.type === 'text') return <MessageText text={message.text ?? ''} onLink={onLink} />;
  const articles = Array.isArray(message.articles) ? (message.articles as Article[]) : [message as Article];
  return (
    <>
      <span className="tag">{kinds[message.type] ?? message.type}</span>
      {articles.map(({ title, description, url }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the articles of one message never move
        <span className="article" key={index}>
          {title !== undefined && url !== undefined ? (
            // biome-ignore lint/a11y/useSemanticElements: an <a> would need the stranger's address in its href
            <button type="button" role="link" className="link" data-testid="message-link" onClick={() => onLink(url)}>
              <Stranger text={title} />
            </button>
          ) : (
            <Stranger text={title ?? (typeof message.label === 'string' ? message.label : '')} />
          )}
          {description !== undefined && (
            <small>
              <Stranger text={description} />
            </small>
          )}
        </span>
      ))}
    </>
  );
}

/** The lower edge of a chat: the account's menu, or the keyboard. */
function Writing({ person, account }: { person: Person; account: Account }) {
  const words = useWords();
  const menu = useWorld().menus[account.name];
  const [typing, setTyping] = useState(!menu);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  if (menu && !typing) {
    return <MenuBar person={person} account={account} menu={menu} onKeyboard={() => setTyping(true)} />;
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const said = say(person.name, account.name, text);
    setText('');
    if (!(await said)) setText(text);
    setBusy(false);
  };
  return (
    <form className="write" onSubmit={submit} aria-busy={busy}>
      {menu && (
        <button type="button" className="ib" aria-label={words.toMenu} onClick={() => setTyping(false)}>
          <Icon name="menu" />
        </button>
      )}
      <input
        aria-label={words.write}
        placeholder={words.write}
        value={text}
        data-testid="write"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn main" data-testid="send" disabled={text.trim() === ''}>
        {words.send}
      </button>
    </form>
  );
}
