import { Stamp } from '../icons.tsx';
import { useWords } from '../session.ts';

/** A phone before the world is known, in its final size, so that nothing moves when the people come. */
export function WaitingDevice() {
  const words = useWords();
  return (
    <div className="unit first">
      <section className="dev waiting" aria-busy="true" aria-label={words.connecting}>
        <div className="sb">
          <span />
          <Stamp />
          <span />
        </div>
        <div className="nb" />
        {['one', 'two', 'three'].map((row) => (
          <div className="ghost" key={row}>
            <i />
            <span />
          </div>
        ))}
      </section>
      <p className="of"> </p>
    </div>
  );
}
