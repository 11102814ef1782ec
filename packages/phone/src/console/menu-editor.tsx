import { type FormEvent, useState } from 'react';
import { changeMenu } from '../acts.ts';
import type { Account } from '../control/types.ts';
import { say, useWords } from '../session.ts';
import { useWorld } from '../world.ts';
import { menuOf, menuText } from './menu-text.ts';

export function MenuEditor({ account }: { account: Account }) {
  const menu = useWorld().menus[account.name] ?? null;
  return <Editor account={account} text={menuText(menu)} key={menuText(menu)} exists={menu !== null} />;
}

function Editor({ account, text: before, exists }: { account: Account; text: string; exists: boolean }) {
  const words = useWords();
  const [text, setText] = useState(before);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await changeMenu(account.name, menuOf(text))) say(words.menuSaved);
  };
  return (
    <form className="fields" onSubmit={save}>
      <p className="faint">{words.menuHint}</p>
      <textarea
        rows={6}
        className="mono"
        aria-label={words.menuEditor}
        placeholder={words.menuNone}
        value={text}
        data-testid="menu-text"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="acts">
        <button type="submit" className="btn" data-testid="menu-save" disabled={text.trim() === ''}>
          {words.menuSave}
        </button>
        <button
          type="button"
          className="btn"
          data-testid="menu-delete"
          disabled={!exists}
          onClick={() => changeMenu(account.name, null)}
        >
          {words.menuDelete}
        </button>
      </p>
    </form>
  );
}
