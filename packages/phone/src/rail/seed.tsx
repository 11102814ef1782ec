import { useState } from 'react';
import { worldAct } from '../acts.ts';
import { AskingButton } from '../confirm.tsx';
import { get } from '../control/client.ts';
import { say, session, useWords } from '../session.ts';
import { useWorld } from '../world.ts';

export function Seed() {
  const words = useWords();
  const { id } = useWorld();
  const [kept, setKept] = useState<string | null>(null);
  const download = async () => {
    const text = JSON.stringify(await get('/save'), null, 2);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `mingpian-${id}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="scroll pad stacked">
      <p className="dim">{words.seedText}</p>
      <p className="acts">
        <button
          type="button"
          className="btn tiny"
          data-testid="snapshot"
          onClick={async () => {
            const taken = await worldAct<{ id: string }>('snapshot');
            if (!taken) return;
            setKept(taken.id);
            say(words.snapshotTaken);
          }}
        >
          {words.snapshot}
        </button>
        <button
          type="button"
          className="btn tiny"
          data-testid="restore"
          disabled={kept === null}
          onClick={() => worldAct('restore', { id: kept })}
        >
          {words.restore}
        </button>
        <button type="button" className="btn tiny" data-testid="save-world" onClick={download}>
          {words.saveWorld}
        </button>
        <AskingButton
          small
          label={words.reset}
          question={words.resetAsk}
          id="reset"
          onYes={async () => {
            await worldAct('reset');
            session.set({ screens: {}, shared: [], selected: null });
          }}
        />
      </p>
    </div>
  );
}
