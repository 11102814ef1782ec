import { Icon } from '../icons.tsx';
import { startOver, useRecording } from '../recording.ts';
import { say, useWords } from '../session.ts';
import { useCopied } from '../use.ts';
import { asTest } from './as-test.ts';

export function RecordingFoot() {
  const words = useWords();
  const { steps } = useRecording();
  const [copied, copy] = useCopied();
  return (
    <footer className="rfoot">
      <span className="dim" data-testid="recorded">
        {words.steps1(steps.length)}
      </span>
      <button type="button" className="btn tiny" data-testid="start-over" onClick={startOver}>
        {words.startOver}
      </button>
      <button
        type="button"
        className="btn tiny main"
        data-testid="copy-test"
        onClick={() => (steps.length === 0 ? say(words.nothingRecorded) : copy(asTest(steps)))}
      >
        <Icon name="copy" size="x" />
        <span>{copied ? words.testCopied : words.copyTest}</span>
      </button>
    </footer>
  );
}
