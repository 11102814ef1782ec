/** Beside the device: what happened, why, and the levers of the world. */
import { type JSX, type KeyboardEvent, useRef } from 'react';
import { Icon } from '../icons.tsx';
import { type RailTab, session, useSession, useWords } from '../session.ts';
import { useMedia } from '../use.ts';
import { useWorld } from '../world.ts';
import { Begin } from './begin.tsx';
import { ClockBar } from './clock.tsx';
import { Faults } from './faults.tsx';
import { Ledger } from './ledger.tsx';
import { QrCodes } from './qrcodes.tsx';
import { RecordingFoot } from './recording-foot.tsx';
import { Report } from './report.tsx';
import { Seed } from './seed.tsx';
import { ElevenSteps } from './steps.tsx';
import { Tokens } from './tokens.tsx';
import { Why } from './why.tsx';

const panels: Readonly<Record<RailTab, () => JSX.Element>> = {
  ledger: Ledger,
  steps: ElevenSteps,
  tokens: () => <Tokens />,
  faults: Faults,
  report: Report,
  seed: Seed,
  qrcodes: QrCodes,
};

const order: readonly RailTab[] = ['ledger', 'steps', 'tokens', 'faults', 'report', 'qrcodes', 'seed'];

export function Rail({ overlay }: { overlay: boolean }) {
  const words = useWords();
  const { tab } = useSession();
  const { ledger, tokens, faults, findings, qrcodes } = useWorld();
  const docked = useMedia('(min-width: 1600px) and (min-height: 960px)');
  const tabs = useRef<HTMLDivElement>(null);
  const counts: Readonly<Partial<Record<RailTab, number>>> = {
    ledger: ledger.length,
    tokens: tokens.filter(({ live }) => live).length,
    faults: faults.length,
    report: findings.length,
    qrcodes: qrcodes.length,
  };
  const Panel = panels[tab];
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const at = order.indexOf(tab) + (event.key === 'ArrowRight' ? 1 : -1);
    const next = order[(at + order.length) % order.length];
    if (!next) return;
    session.set({ tab: next });
    tabs.current?.querySelector<HTMLElement>(`[data-testid="tab-${next}"]`)?.focus();
  };
  return (
    <aside className={`rail ${overlay ? 'over' : ''}`} aria-label={words.developer} data-testid="rail">
      {overlay && (
        <div className="rail-close">
          <button type="button" className="btn tiny" onClick={() => session.set({ railOpen: false })}>
            <Icon name="close" size="x" /> {words.close}
          </button>
        </div>
      )}
      <Begin />
      <Why />
      <ClockBar />
      <div className="tabs" role="tablist" aria-label={words.developer} ref={tabs} onKeyDown={move}>
        {order.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="rail-panel"
            tabIndex={tab === name ? 0 : -1}
            data-testid={`tab-${name}`}
            onClick={() => session.set({ tab: name })}
          >
            <span>{words[name]}</span>
            {counts[name] !== undefined && (
              <span className={`n ${name === 'report' && findings.length > 0 ? 'warned' : ''}`}>{counts[name]}</span>
            )}
          </button>
        ))}
      </div>
      <div className="panel" role="tabpanel" id="rail-panel" aria-labelledby={`tab-${tab}`}>
        <Panel />
      </div>
      {docked && tab !== 'tokens' && (
        <section className="tok" aria-label={words.tokens}>
          <Tokens docked />
        </section>
      )}
      <RecordingFoot />
    </aside>
  );
}
