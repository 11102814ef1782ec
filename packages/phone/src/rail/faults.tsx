import { type FormEvent, useState } from 'react';
import { setFaults } from '../acts.ts';
import type { Fault } from '../control/types.ts';
import { useWords } from '../session.ts';
import { useWorld } from '../world.ts';

const calls = [
  'errcode:45009',
  'errcode:-1',
  'systemBusy',
  'systemBusyKeepsCode',
  'slow',
  'hang',
  'drop',
  'reset',
  'http:502',
  'html',
  'truncated',
  'invalidJson',
];
const kinds: Readonly<Record<string, readonly string[]>> = {
  authorize: ['doubleOpen', 'lostState', 'changedState', 'reuseCode', 'lostCookies', 'tooFrequent'],
  push: ['duplicate', 'reorder', 'delay', 'badSignature', 'oldKey', 'corruptAppid'],
  '/sns/oauth2/access_token': calls,
  '/sns/userinfo': calls,
  '/cgi-bin/stable_token': calls,
  '/cgi-bin/user/info': calls,
  '/cgi-bin/message/custom/send': calls,
  '*': calls,
};

export function Faults() {
  const words = useWords();
  const { faults } = useWorld();
  const [operation, setOperation] = useState('authorize');
  const [fault, setFault] = useState('doubleOpen');
  const [times, setTimes] = useState('1');
  const choices = kinds[operation] ?? calls;
  const add = (event: FormEvent) => {
    event.preventDefault();
    const more: Fault = { operation, fault, ...(times !== '' && { times: Number(times) }) };
    void setFaults([...faults, more]);
  };
  return (
    <div className="scroll pad">
      <form className="fields across" onSubmit={add}>
        <label>
          {words.faultOperation}
          <select
            value={operation}
            data-testid="fault-operation"
            onChange={(event) => {
              setOperation(event.target.value);
              setFault(kinds[event.target.value]?.[0] ?? '');
            }}
          >
            {Object.keys(kinds).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {words.faultKind}
          <select value={fault} data-testid="fault-kind" onChange={(event) => setFault(event.target.value)}>
            {choices.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {words.faultTimes}
          <select value={times} data-testid="fault-times" onChange={(event) => setTimes(event.target.value)}>
            <option value="1">1</option>
            <option value="3">3</option>
            <option value="">{words.faultAlways}</option>
          </select>
        </label>
        <button type="submit" className="btn tiny main" data-testid="fault-add">
          {words.faultAdd}
        </button>
      </form>
      {faults.length === 0 && <p className="faint">{words.faultNone}</p>}
      <ul className="plain" data-testid="faults">
        {faults.map(({ operation: where, fault: what, times: left }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal faults may stand in the list twice
          <li key={index}>
            <span className="mono grow">
              {where} {what}
            </span>
            <span className="tag warn">{left === undefined ? words.faultAlways : words.faultTimesLeft(left)}</span>
          </li>
        ))}
      </ul>
      {faults.length > 0 && (
        <button type="button" className="btn tiny" data-testid="fault-clear" onClick={() => setFaults([])}>
          {words.faultClear}
        </button>
      )}
    </div>
  );
}
