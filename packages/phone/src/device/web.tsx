/** The web view: the application's page in a frame, and over it what WeChat itself draws. */
import { useEffect, useState } from 'react';
import { closeWeb, inWeb, reload } from '../acts.ts';
import type { Person, View } from '../control/types.ts';
import { Icon, Stamp } from '../icons.tsx';
import { useSession, useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';
import { ConsentSheet } from './consent-sheet.tsx';
import { WebMenu } from './web-menu.tsx';

export function WebScreen({ person }: { person: Person }) {
  const words = useWords();
  const { accounts, views } = useWorld();
  const { plain } = useSession();
  const [menu, setMenu] = useState(false);
  const [loading, setLoading] = useState(true);
  const view = views[person.name] ?? null;
  const frame = useFrame(view, plain);
  useEffect(() => setLoading(frame.url !== null), [frame]);
  const account = view?.sheet && accounts.find(({ name }) => name === view.sheet?.account);
  const title = view?.title || account?.title || words.webView;
  return (
    <>
      <header className="nb wb">
        <span className="pair">
          <button
            type="button"
            className="ib"
            data-testid="web-close"
            aria-label={words.close}
            onClick={() => closeWeb(person.name)}
          >
            <Icon name="close" />
          </button>
          <button
            type="button"
            className="ib"
            data-testid="web-back"
            aria-label={words.back}
            disabled={!view?.back}
            onClick={() => inWeb(person.name, 'back')}
          >
            <Icon name="back" />
          </button>
        </span>
        <div className="named">
          <h2>
            <Stranger text={title} />
          </h2>
          <small data-testid="web-host">{hostOf(view)}</small>
        </div>
        <span className="pair">
          {view?.forward ? (
            <button
              type="button"
              className="ib"
              data-testid="web-forward"
              aria-label={words.forward}
              onClick={() => inWeb(person.name, 'forward')}
            >
              <Icon name="next" />
            </button>
          ) : (
            <button
              type="button"
              className="ib"
              data-testid="web-refresh"
              aria-label={words.refresh}
              disabled={!view || view.snapshot === true}
              onClick={() => view && reload(person.name, view.url)}
            >
              <Icon name="refresh" size="s" />
            </button>
          )}
          <button
            type="button"
            className="ib"
            data-testid="web-more"
            aria-label={words.more}
            disabled={!view}
            onClick={() => setMenu(true)}
          >
            <Icon name="more" />
          </button>
        </span>
      </header>
      <div className={`prog ${loading && view?.frame ? 'on' : ''}`} />
      {view?.snapshot && (
        <div className="snap" role="status" data-testid="snapshot-bar">
          <Icon name="lock" size="s" />
          <span>{words.snapshotBar}</span>
          <Stamp />
        </div>
      )}
      <div className="web">
        {frame.url !== null && !view?.error && (
          <iframe
            key={frame.step}
            src={frame.url}
            title={plainText(title)}
            data-testid="web-frame"
            sandbox="allow-scripts allow-forms allow-same-origin"
            referrerPolicy="no-referrer"
            onLoad={() => setLoading(false)}
          />
        )}
        {view === null && <p className="wait faint">{words.loading}</p>}
        {view?.error && <ErrorPage error={view.error} />}
        {view?.sheet && <ConsentSheet person={person} sheet={view.sheet} />}
        {menu && view && <WebMenu person={person} view={view} onClose={() => setMenu(false)} />}
      </div>
      {view?.snapshot && (
        <div className="full">
          <button
            type="button"
            className="btn main big"
            lang="zh-CN"
            data-testid="full-service"
            onClick={() => inWeb(person.name, 'use-full-service')}
          >
            {words.fullService}
          </button>
        </div>
      )}
    </>
  );
}

interface Framed {
  readonly step: number;
  readonly url: string | null;
}

/** What the frame loads. It changes when the web view went elsewhere, but not when the frame itself asked for it. */
function useFrame(view: View | null, plain: boolean): Framed {
  const [framed, setFramed] = useState<Framed>({ step: -1, url: null });
  const step = view?.step ?? -1;
  const url = view === null ? null : plain && view.frame !== null ? view.url : view.frame;
  // A sheet lies over the page that asked for it.
  const covered = view?.sheet !== undefined;
  const followed = view?.followed ?? false;
  useEffect(() => {
    if (covered) return;
    setFramed((now) => (followed && now.url !== null && url !== null ? now : { step, url }));
  }, [step, url, covered, followed]);
  return framed;
}

function hostOf(view: View | null): string {
  const url = view && URL.parse(view.url);
  return url ? url.host : '';
}

function ErrorPage({ error }: { error: NonNullable<View['error']> }) {
  const words = useWords();
  return (
    <div className="wx-error" role="alert" data-testid="error-page">
      <Stamp />
      <Icon name="alert" />
      <h3 lang="zh-CN">
        <Stranger text={error.text} />
      </h3>
      {error.code !== null && <p className="mono">{words.errorCode(error.code)}</p>}
      <p className="faint">{words.knowWhy}</p>
    </div>
  );
}
