import { Badge, Face } from '../avatar.tsx';
import type { Account, Message, Person } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { go, useSession, useWords } from '../session.ts';
import { Stranger, textParts } from '../text.tsx';
import { chatTime } from '../times.ts';
import type { Words } from '../words/zh.ts';
import { chatKey, useWorld, worldNow } from '../world.ts';
import { Bar, BarButton, HomeTabs } from './bar.tsx';

interface Row {
  readonly account: Account;
  readonly last: Message | undefined;
  readonly unseen: number;
}

/** What a row says of a chat: the words without their markup. */
export function preview(message: Message | undefined, words: Words): string {
  if (!message) return '';
  if (message.type === 'text' || message.text !== undefined) {
    return textParts(message.text ?? '')
      .map(({ text }) => text)
      .join('');
  }
  return words.kindOfMessage[message.type] ?? `[${message.type}]`;
}

/** Accounts that a person follows or has a chat with, the newest first. */
function useRows(person: Person): Row[] {
  const { accounts, chats } = useWorld();
  const { seen } = useSession();
  return accounts
    .filter(({ originalId }) => originalId !== undefined)
    .map((account): Row => {
      const key = chatKey(person.name, account.name);
      const messages = chats[key] ?? [];
      const after = Number(seen[key] ?? 0);
      const unseen = messages.filter(({ id, from }) => from !== 'person' && Number(id) > after).length;
      return { account, last: messages.at(-1), unseen };
    })
    .filter(({ account, last }) => last !== undefined || person.follows.includes(account.name))
    .sort((one, other) => Number(other.last?.id ?? 0) - Number(one.last?.id ?? 0));
}

export function ChatsScreen({ person }: { person: Person }) {
  const words = useWords();
  const now = worldNow(useWorld());
  const { people, accounts } = useWorld();
  const { shared } = useSession();
  const rows = useRows(person);
  const inFolder = rows.filter(({ account }) => account.kind === 'subscription');
  const direct = rows.filter(({ account }) => account.kind !== 'subscription');
  const friends = people.filter(({ name }) =>
    shared.some(({ by, to }) => (by === name && to === person.name) || (by === person.name && to === name)),
  );
  const firstAccount = accounts[0];
  const unseen = inFolder.reduce((sum, row) => sum + row.unseen, 0);
  return (
    <>
      <header className="nb">
        <span />
        <h2>{words.chats}</h2>
        <BarButton icon="scan" label={words.scan} id="open-scan" onClick={() => go(person.name, { at: 'scan' })} />
      </header>
      <div className="scroll">
        <button
          type="button"
          className="find2"
          data-testid="open-search"
          onClick={() => go(person.name, { at: 'search' })}
        >
          <Icon name="find" size="s" />
          <span>{words.find}</span>
        </button>
        {rows.length === 0 && friends.length === 0 && (
          <div className="empty">
            <p>
              <b>{words.noChats}</b>
            </p>
            <p>{words.noChatsHint}</p>
            {firstAccount && (
              <button
                type="button"
                className="btn main"
                data-testid="first-follow"
                onClick={() => go(person.name, { at: 'account', account: firstAccount.name })}
              >
                {words.followFirst(firstAccount.title)}
              </button>
            )}
          </div>
        )}
        <ul>
          {direct.map((row) => (
            <ChatRow key={row.account.name} row={row} person={person} now={now} />
          ))}
          {inFolder.length > 0 && (
            <li>
              <button
                type="button"
                className="row"
                data-testid="folder"
                onClick={() => go(person.name, { at: 'folder' })}
              >
                <span className="av acc c6" aria-hidden="true">
                  <Icon name="folder" />
                </span>
                <span className="what">
                  <b>{words.subscriptions}</b>
                  <span className="line">
                    <Stranger text={`${inFolder[0]?.account.title ?? ''} ${preview(inFolder[0]?.last, words)}`} />
                  </span>
                </span>
                {unseen > 0 && <span className="dot">{unseen}</span>}
              </button>
            </li>
          )}
          {friends.map((friend) => (
            <li key={friend.name}>
              <button
                type="button"
                className="row"
                data-testid={`friend-${friend.name}`}
                onClick={() => go(person.name, { at: 'friend', person: friend.name })}
              >
                <Face person={friend} />
                <span className="what">
                  <b>
                    <Stranger text={friend.nickname || friend.name} />
                  </b>
                  <span className="line">{words.draftLink}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <HomeTabs person={person.name} now="chats" />
    </>
  );
}

export function FolderScreen({ person }: { person: Person }) {
  const words = useWords();
  const now = worldNow(useWorld());
  const rows = useRows(person).filter(({ account }) => account.kind === 'subscription');
  return (
    <>
      <Bar person={person.name} title={words.subscriptions} />
      <ul className="scroll">
        {rows.map((row) => (
          <ChatRow key={row.account.name} row={row} person={person} now={now} />
        ))}
      </ul>
    </>
  );
}

function ChatRow({ row: { account, last, unseen }, person, now }: { row: Row; person: Person; now: number }) {
  const words = useWords();
  return (
    <li>
      <button
        type="button"
        className="row"
        data-testid={`chat-${account.name}`}
        onClick={() => go(person.name, { at: 'chat', account: account.name })}
      >
        <Badge account={account} />
        <span className="what">
          <b>
            <Stranger text={account.title} />
          </b>
          <span className="line">
            <Stranger text={preview(last, words)} />
          </span>
        </span>
        {unseen > 0 ? <span className="dot">{unseen}</span> : last && <time>{chatTime(last.at, now)}</time>}
      </button>
    </li>
  );
}
