import { type KeyboardEvent, memo, useLayoutEffect, useRef, useState } from 'react';
import type { LedgerEntry } from '../control/types.ts';
import { Icon, type IconName } from '../icons.tsx';
import { type Language, session, useSession, useWords } from '../session.ts';
import { visible } from '../text.tsx';
import { ledgerTime } from '../times.ts';
import { useCopied } from '../use.ts';
import { rules } from '../words/rules.ts';
import type { Words } from '../words/zh.ts';
import { useWorld, type WorldState } from '../world.ts';
import { actOf } from './act-words.ts';
import { useExplanation } from './explanation.ts';
import { toCurl, toHar, toMarkdown } from './export.ts';

/** Rows that are drawn; the simulator keeps the rest. */
const drawn = 200;

export function Ledger() {
  const words = useWords();
  const { selected, language } = useSession();
  const world = useWorld();
  const list = useRef<HTMLUListElement>(null);
  const [pinned, setPinned] = useState(true);
  const rows = world.ledger.slice(-drawn);
  const last = rows.at(-1)?.id;
  useLayoutEffect(() => {
    if (pinned && last !== undefined) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last, pinned]);
  if (rows.length === 0) return <p className="empty">{words.emptyLedger(world.accounts[0]?.title ?? '')}</p>;

  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>('.le') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    all[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  };
  return (
    <ul
      className="led"
      aria-label={words.ledger}
      ref={list}
      data-testid="ledger"
      onKeyDown={move}
      onScroll={({ currentTarget: box }) => setPinned(box.scrollHeight - box.scrollTop - box.clientHeight < 60)}
    >
      {rows.map((entry) => (
        <li key={entry.id}>
          <Row
            entry={entry}
            open={selected === entry.id}
            words={words}
            zh={language === 'zh'}
            said={saidOf(entry, world, words)}
          />
          {selected === entry.id && <Detail entry={entry} words={words} language={language} />}
        </li>
      ))}
    </ul>
  );
}

function saidOf(entry: LedgerEntry, world: WorldState, words: Words): string | undefined {
  return entry.kind === 'control' ? actOf(entry, world, words) : undefined;
}

const icons: Readonly<Record<LedgerEntry['kind'], IconName>> = { call: 'in', page: 'in', push: 'to', control: 'hand' };

interface RowProps {
  entry: LedgerEntry;
  open: boolean;
  words: Words;
  zh: boolean;
  said: string | undefined;
}

const Row = memo(function Row({ entry, open, words, zh, said }: RowProps) {
  const sentence = entry.rule === undefined ? undefined : rules[entry.rule];
  return (
    <button
      type="button"
      className="le"
      aria-expanded={open}
      aria-current={open}
      data-testid="entry"
      data-operation={entry.operation}
      onClick={() => session.set({ selected: open ? null : entry.id })}
    >
      <time>{ledgerTime(entry.at)}</time>
      <Icon name={icons[entry.kind]} size="x" />
      <span className={`op ${said === undefined ? '' : 'act'}`}>{said ?? nameOf(entry)}</span>
      <span className="st">
        <Result entry={entry} words={words} />
      </span>
      {entry.rule !== undefined && (
        <span className="rule">
          {entry.rule} {sentence && (zh ? sentence.zh : sentence.en)}
        </span>
      )}
    </button>
  );
});

function nameOf(entry: LedgerEntry): string {
  if (entry.kind === 'push') return `push ${entry.event ?? ''}`;
  const path = entry.operation === 'authorize' ? '/connect/oauth2/authorize' : entry.operation;
  return `${entry.method ?? ''} ${path}`.trim();
}

function Result({ entry, words }: { entry: LedgerEntry; words: Words }) {
  if (entry.kind === 'control') return entry.via ?? entry.from ?? entry.type ?? '';
  if (entry.status === null) return <b className="bad">{words.noAnswer}</b>;
  const again = entry.attempt !== undefined && entry.attempt > 1 ? ` ${words.attempt(entry.attempt)}` : '';
  if (entry.errcode) {
    return (
      <>
        <b className="bad">{entry.errcode}</b> {entry.ms} ms
      </>
    );
  }
  if (entry.outcome !== undefined && entry.operation === 'authorize') {
    return (
      <b className={entry.outcome === 'redirect' ? '' : entry.outcome === 'error' ? 'bad' : 'mid'}>{entry.outcome}</b>
    );
  }
  return (
    <>
      <b className={entry.status >= 400 ? 'bad' : ''}>{entry.status}</b>
      {again} {entry.ms} ms
    </>
  );
}

/** What opens under the last row would open out of sight. */
function bringIntoView(detail: HTMLElement | null): void {
  detail?.scrollIntoView({ block: 'nearest' });
}

function Detail({ entry, words, language }: { entry: LedgerEntry; words: Words; language: Language }) {
  const explained = useExplanation(entry.errcode || undefined)?.[language];
  return (
    <div className="det" data-testid="entry-detail" ref={bringIntoView}>
      {explained && (
        <p className="explained" data-testid="explained">
          <b>{explained.meaning}</b> {explained.action}
        </p>
      )}
      <pre className="code">
        <span className="k">{entry.method ?? entry.kind}</span> {entry.url ?? entry.operation}
        {entry.query ? <Masked text={`?${entry.query}`} /> : null}
        {entry.request ? (
          <>
            {'\n'}
            <Masked text={entry.request} />
          </>
        ) : null}
        {entry.status !== null && entry.kind !== 'control' && (
          <>
            {'\n'}
            <span className="k">{entry.status}</span> <Masked text={entry.reply ?? ''} />
          </>
        )}
      </pre>
      {entry.kind !== 'control' && (
        <p className="acts">
          <CopyButton label={words.copyCurl} text={() => toCurl(entry, location.origin)} />
          <CopyButton label={words.copyHar} text={() => toHar(entry, location.origin)} />
          <CopyButton label={words.copyMarkdown} text={() => toMarkdown(entry, location.origin)} />
        </p>
      )}
    </div>
  );
}

/** Wire text with its masked places marked. */
function Masked({ text }: { text: string }) {
  return text.split('***').map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <span key={index}>
      {index > 0 && <span className="m">***</span>}
      {visible(part)}
    </span>
  ));
}

function CopyButton({ label, text }: { label: string; text: () => string }) {
  const words = useWords();
  const [copied, copy] = useCopied();
  return (
    <button type="button" className="btn tiny" aria-live="polite" onClick={() => copy(text())}>
      <Icon name="copy" size="x" />
      {copied ? words.copied : label}
    </button>
  );
}
