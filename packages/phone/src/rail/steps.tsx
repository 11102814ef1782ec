import { Icon } from '../icons.tsx';
import { session, useWords } from '../session.ts';
import { ledgerTime } from '../times.ts';
import { useWorld } from '../world.ts';
import { elevenSteps } from './eleven.ts';

/** One login under the article's eleven steps; a step leads to its entry in the ledger. */
export function ElevenSteps() {
  const words = useWords();
  const { ledger, people, accounts } = useWorld();
  const steps = elevenSteps(ledger, people, accounts);
  if (!steps) return <p className="empty">{words.stepsNone}</p>;
  return (
    <div className="scroll pad">
      <p className="dim">{words.stepsHint}</p>
      <ol className="eleven" data-testid="eleven">
        {steps.map(({ number, entry, state }) => (
          <li key={number} className={state} data-state={state}>
            <b className="num">{number}</b>
            <span className="grow">
              {words.eleven[number - 1]}
              <small>
                {state === 'silent' && words.stepSilent}
                {state === 'waiting' && words.notYet}
                {state === 'before' && words.stepBefore}
                {state === 'skipped' && words.stepSkipped}
                {entry && state !== 'silent' && (
                  <>
                    <span className="mono">
                      {entry.kind === 'push' ? `push ${entry.event ?? ''}` : entry.operation}
                    </span>{' '}
                    {entry.rule}
                  </>
                )}
              </small>
            </span>
            {state === 'failed' && <Icon name="alert" size="s" />}
            {entry && (
              <button
                type="button"
                className="btn tiny"
                onClick={() => session.set({ tab: 'ledger', selected: entry.id })}
              >
                {ledgerTime(entry.at)}
              </button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
