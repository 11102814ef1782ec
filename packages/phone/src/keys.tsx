import { session, useWords } from './session.ts';
import { useModal } from './use.ts';

export function Keys() {
  const words = useWords();
  const close = () => session.set({ keysOpen: false });
  const box = useModal(close);
  return (
    <div className="veil">
      <div className="box" role="dialog" aria-modal="true" aria-labelledby="keys-title" ref={box}>
        <h2 id="keys-title" tabIndex={-1}>
          {words.keysTitle}
        </h2>
        <dl className="keys">
          {words.keyList.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" className="btn" onClick={close}>
          {words.close}
        </button>
      </div>
    </div>
  );
}
