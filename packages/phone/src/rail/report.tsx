import { type Language, useSession, useWords } from '../session.ts';
import { rules } from '../words/rules.ts';
import { whyInChinese } from '../words/whys.ts';
import { useWorld } from '../world.ts';

export function Report() {
  const words = useWords();
  const { language } = useSession();
  const { findings } = useWorld();
  return (
    <div className="scroll pad">
      {findings.length === 0 && <p className="faint">{words.reportNone}</p>}
      <ul className="found" data-testid="findings">
        {findings.map(({ level, rule, why, count }) => (
          <li key={`${rule} ${why}`}>
            <span className={`tag ${level === 'would-fail' ? 'danger' : 'warn'}`}>{words.levels[level]}</span>{' '}
            <span className="mono faint">{rule}</span> <span className="faint">{words.times(count)}</span>
            <Finding why={why} rule={rule} language={language} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** In the language of the phone; a sentence that has no Chinese stands below what the rule says. */
function Finding({ why, rule, language }: { why: string; rule: string; language: Language }) {
  if (language === 'en') return <p>{why}</p>;
  const chinese = whyInChinese(why);
  if (chinese !== undefined) return <p>{chinese}</p>;
  return (
    <>
      {rules[rule] && <p>{rules[rule].zh}</p>}
      <p lang="en" className="faint">
        {why}
      </p>
    </>
  );
}
