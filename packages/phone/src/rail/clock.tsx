import { type FormEvent, useState } from 'react';
import { moveClock } from '../acts.ts';
import { useWords } from '../session.ts';
import { dateTime } from '../times.ts';
import { useTick } from '../use.ts';
import { useWorld, worldNow } from '../world.ts';

const steps = ['5m', '2h', '30d'] as const;

export function ClockBar() {
  const words = useWords();
  const { clock } = useWorld();
  const [choosing, setChoosing] = useState(false);
  const [date, setDate] = useState('2014-10-20');
  const travel = (event: FormEvent) => {
    event.preventDefault();
    setChoosing(false);
    void moveClock({ travelTo: `${date}T10:00:00+08:00` });
  };
  return (
    <div className="clock">
      <Now />
      {steps.map((by) => (
        <button
          type="button"
          className="btn tiny"
          key={by}
          data-testid={`clock-${by}`}
          aria-label={words.clockAdvance(words.clockSteps[by])}
          onClick={() => moveClock({ advance: by })}
        >
          {words.clockSteps[by]}
        </button>
      ))}
      <button
        type="button"
        className="btn tiny"
        data-testid="clock-date"
        aria-expanded={choosing}
        onClick={() => setChoosing(!choosing)}
      >
        {words.date}
      </button>
      {choosing && (
        <form className="acts travel" onSubmit={travel}>
          <input
            type="date"
            aria-label={words.date}
            value={date}
            min="2012-08-23"
            required
            data-testid="travel-date"
            onChange={(event) => setDate(event.target.value)}
          />
          <button type="submit" className="btn tiny main" data-testid="travel">
            {words.travel}
          </button>
          <button
            type="button"
            className="btn tiny"
            data-testid="travel-today"
            onClick={() => {
              setChoosing(false);
              void moveClock({ travelTo: new Date().toISOString() });
            }}
          >
            {words.backToToday}
          </button>
          <button
            type="button"
            className="btn tiny"
            data-testid="clock-freeze"
            onClick={() => moveClock(clock.frozen ? { run: true } : { freeze: true })}
          >
            {clock.frozen ? words.run : words.freeze}
          </button>
        </form>
      )}
    </div>
  );
}

function Now() {
  useTick(500);
  const world = useWorld();
  const words = useWords();
  const now = worldNow(world);
  return (
    <time
      dateTime={new Date(now).toISOString()}
      data-testid="world-time"
      title={world.clock.frozen ? words.frozen : undefined}
    >
      {dateTime(now)}
      {world.clock.frozen && <span className="tag warn">{words.frozen}</span>}
    </time>
  );
}
