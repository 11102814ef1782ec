import { closeWeb, inWeb } from '../acts.ts';
import { Badge, Face } from '../avatar.tsx';
import type { Person, View } from '../control/types.ts';
import { Icon, Stamp } from '../icons.tsx';
import { useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { useModal } from '../use.ts';
import { useWorld } from '../world.ts';

/** WeChat asks. Both answers are equally large; leaving answers nothing. */
export function ConsentSheet({ person, sheet }: { person: Person; sheet: NonNullable<View['sheet']> }) {
  const words = useWords();
  const account = useWorld().accounts.find(({ name }) => name === sheet.account);
  const box = useModal(() => closeWeb(person.name));
  return (
    <div className="cover">
      <div
        className="consent"
        role="dialog"
        aria-modal="true"
        aria-labelledby={`consent-${person.name}`}
        data-testid="consent-sheet"
        ref={box}
      >
        <div className="t">
          {account && <Badge account={account} size="s" />}
          <span className="grow">
            <Stranger text={account?.title ?? sheet.account} /> <span className="faint">{words.asks}</span>
          </span>
          <Stamp />
        </div>
        <h3 id={`consent-${person.name}`} tabIndex={-1} data-first>
          {sheet.scope === 'snsapi_login' ? words.signInOnWebsite : words.useProfile}
        </h3>
        <div className="me">
          <Face person={person} />
          <div>
            <b>
              <Stranger text={person.nickname || person.name} />
            </b>
            <br />
            <small className="faint">{words.profileOf}</small>
          </div>
          <Icon name="check" />
        </div>
        <div className="yn">
          <button type="button" className="btn" data-testid="refuse" onClick={() => inWeb(person.name, 'refuse')}>
            {words.refuse}
          </button>
          <button type="button" className="btn main" data-testid="allow" onClick={() => inWeb(person.name, 'allow')}>
            {words.allow}
          </button>
        </div>
      </div>
    </div>
  );
}
