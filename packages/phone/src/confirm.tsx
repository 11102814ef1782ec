import { useState } from 'react';
import { useWords } from './session.ts';
import { useModal } from './use.ts';

interface ConfirmProps {
  question: string;
  verb: string;
  onYes: () => void;
  onClose: () => void;
}

function Confirm({ question, verb, onYes, onClose }: ConfirmProps) {
  const words = useWords();
  const box = useModal(onClose);
  return (
    <div className="veil">
      <div className="box" role="alertdialog" aria-modal="true" aria-labelledby="ask" ref={box}>
        <h2 id="ask" tabIndex={-1}>
          {question}
        </h2>
        <div className="acts">
          <button
            type="button"
            className="btn destructive"
            data-testid="confirm-yes"
            onClick={() => {
              onClose();
              onYes();
            }}
          >
            {verb}
          </button>
          <button type="button" className="btn" data-testid="confirm-no" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </div>
    </div>
  );
}

/** A button that asks before it destroys something. */
export function AskingButton({
  label,
  question,
  id,
  onYes,
  small = false,
}: {
  label: string;
  question: string;
  id: string;
  onYes: () => void;
  small?: boolean;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`btn destructive ${small ? 'tiny' : ''}`}
        data-testid={id}
        onClick={() => setAsking(true)}
      >
        {label}
      </button>
      {asking && <Confirm question={question} verb={label} onYes={onYes} onClose={() => setAsking(false)} />}
    </>
  );
}
