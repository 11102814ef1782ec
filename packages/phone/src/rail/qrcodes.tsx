import { scan } from '../acts.ts';
import { go, hand, useSession, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { chatTime } from '../times.ts';
import { useWorld, worldNow } from '../world.ts';

/** The codes on show, with their pictures as WeChat serves them. */
export function QrCodes() {
  const words = useWords();
  const world = useWorld();
  const { holders, active } = useSession();
  const now = worldNow(world);
  const holder = holders[active];
  return (
    <div className="scroll pad">
      {world.qrcodes.length === 0 && <p className="faint">{words.scanNone}</p>}
      <ul className="codes">
        {world.qrcodes.map(({ ticket, account, scene, expiresAt, url }) => {
          const known = world.accounts.find(({ name }) => name === account);
          return (
            <li key={ticket}>
              {known?.kind !== 'website' && (
                <img
                  src={`/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`}
                  alt={words.scanScene(String(scene))}
                  width="96"
                  height="96"
                  loading="lazy"
                />
              )}
              <div>
                <b>
                  <Stranger text={known?.title ?? account} />
                </b>
                <p className="faint">
                  {known?.kind === 'website' ? words.scanLogin : words.scanScene(String(scene))} ·{' '}
                  {expiresAt === null ? words.permanent : words.expiresAt(chatTime(expiresAt, now))}
                </p>
                <p className="mono faint cut">{url}</p>
                <button
                  type="button"
                  className="btn tiny"
                  onClick={() => {
                    hand(holder);
                    go(holder, { at: 'scan' });
                    void scan(holder, { ticket });
                  }}
                >
                  {words.scanIt}
                </button>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
