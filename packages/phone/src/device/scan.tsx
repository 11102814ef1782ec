import { type FormEvent, useState } from 'react';
import { scan } from '../acts.ts';
import { Badge } from '../avatar.tsx';
import type { Person } from '../control/types.ts';
import { say, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { chatTime } from '../times.ts';
import { useWorld, worldNow } from '../world.ts';
import { Bar } from './bar.tsx';
import { readQr } from './read-qr.ts';

/** Scanning without a camera: pick a code that is on show, paste what it says, or drop its picture. */
export function ScanScreen({ person }: { person: Person }) {
  const words = useWords();
  const world = useWorld();
  const now = worldNow(world);
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const paste = (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    const known = world.qrcodes.some(({ ticket }) => ticket === said);
    if (said !== '') void scan(person.name, known ? { ticket: said } : { url: said });
  };
  const read = async (file: Blob | undefined) => {
    if (!file) return;
    const said = await readQr(file).catch(() => undefined);
    if (said === undefined) say(words.scanUnread);
    else await scan(person.name, { url: said });
  };
  return (
    <>
      <Bar person={person.name} title={words.scanTitle} />
      <div className="scroll card">
        <h4>{words.scanLive}</h4>
        {world.qrcodes.length === 0 && <p className="faint">{words.scanNone}</p>}
        <ul className="plain" data-testid="live-codes">
          {world.qrcodes.map((code) => {
            const account = world.accounts.find(({ name }) => name === code.account);
            return (
              <li key={code.ticket}>
                {account && <Badge account={account} size="s" />}
                <span className="grow">
                  <Stranger text={account?.title ?? code.account} />
                  <small>
                    {account?.kind === 'website' ? words.scanLogin : words.scanScene(String(code.scene))} ·{' '}
                    {code.expiresAt === null ? words.permanent : words.expiresAt(chatTime(code.expiresAt, now))}
                  </small>
                </span>
                <button
                  type="button"
                  className="btn tiny main"
                  data-testid="scan-live"
                  onClick={() => scan(person.name, { ticket: code.ticket })}
                >
                  {words.scanIt}
                </button>
              </li>
            );
          })}
        </ul>
        <h4>{words.scanPaste}</h4>
        <form className="fields" onSubmit={paste}>
          <textarea
            rows={3}
            aria-label={words.scanPaste}
            value={text}
            data-testid="scan-text"
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="btn" data-testid="scan-paste">
            {words.scanIt}
          </button>
        </form>
        <h4>{words.scanImage}</h4>
        <label
          className={`drop ${over ? 'over' : ''}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void read(event.dataTransfer.files[0]);
          }}
        >
          {words.scanDrop}
          <span className="btn tiny">{words.scanChoose}</span>
          <input
            type="file"
            className="vh"
            accept="image/*"
            data-testid="scan-file"
            onChange={(event) => read(event.target.files?.[0])}
          />
        </label>
      </div>
    </>
  );
}
