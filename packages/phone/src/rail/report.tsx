import { useSession, useWords } from '../session.ts';
import { rules } from '../words/rules.ts';
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
            {language === 'zh' && rules[rule] && <p>{rules[rule].zh}</p>}
            <p lang="en" className={language === 'zh' ? 'faint' : ''}>
              {why}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
