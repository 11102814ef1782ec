import { Icon } from '../icons.tsx';
import { startOver, useRecording } from '../recording.ts';
import { say, useWords } from '../session.ts';
import { useCopied } from '../use.ts';
import { world } from '../world.ts';
import { asTest, type Places } from './as-test.ts';

/** Origins that differ from run to run. */
function places(): Places {
  const push = world.get().accounts.find((account) => account.push?.url)?.push?.url;
  return {
    base: location.origin,
    application: push ? URL.parse(push)?.origin : undefined,
    language: document.documentElement.lang,
  };
}

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
        onClick={() => (steps.length === 0 ? say(words.nothingRecorded) : copy(asTest(steps, places())))}
      >
        <Icon name="copy" size="x" />
        <span>{copied ? words.testCopied : words.copyTest}</span>
      </button>
    </footer>
  );
}
