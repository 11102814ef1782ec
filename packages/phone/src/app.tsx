import { useEffect } from 'react';
import { AccountConsole } from './console/console.tsx';
import { Device } from './device/device.tsx';
import { WaitingDevice } from './device/waiting.tsx';
import { Keys } from './keys.tsx';
import { PeopleList } from './people.tsx';
import { Rail } from './rail/rail.tsx';
import { hand, roomForTwo, session, useSession, useWords } from './session.ts';
import { Toast } from './toast.tsx';
import { TopBar } from './top-bar.tsx';
import { useMedia } from './use.ts';
import { useWorld, world } from './world.ts';

export function App() {
  const { language, theme, holders, second, console: opened, railOpen, peopleOpen, keysOpen } = useSession();
  const words = useWords();
  const { people, connection } = useWorld();
  const wide = useMedia(roomForTwo);
  const medium = useMedia('(min-width: 1080px)');
  const narrow = useMedia('(max-width: 699px)');

  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${words.phoneOf(people.find(({ name }) => name === holders[0])?.nickname ?? '')} · Mingpian · SIMULATED 模拟`;
  }, [language, words, people, holders]);
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const first = people.find(({ name }) => name === holders[0]) ?? people[0];
  const other = people.find(({ name }) => name === holders[1] && name !== first?.name);
  return (
    <div className="sim" data-connection={connection}>
      <TopBar narrow={!medium} />
      <div className="sim-body">
        {medium && <PeopleList />}
        {/* Without the simulator nothing can be done on a phone; what it shows stays readable. */}
        <main className={`stage ${opened === null ? '' : 'with-console'}`} inert={connection === 'lost'}>
          {!first && <WaitingDevice />}
          {first && <Device key="first" slot={0} person={first} hidden={opened !== null} />}
          {wide && second && other && <Device key="second" slot={1} person={other} hidden={opened !== null} />}
          {opened !== null && <AccountConsole name={opened} key={opened} />}
        </main>
        {(!narrow || railOpen) && <Rail overlay={narrow} />}
      </div>
      {!medium && peopleOpen && <PeopleList overlay />}
      {keysOpen && <Keys />}
      <Toast />
    </div>
  );
}

/** Keys that work everywhere but in a field. */
function onKey(event: KeyboardEvent): void {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target instanceof HTMLElement && target.closest('input,textarea,select,[contenteditable]')) return;
  if (event.key === '/') {
    event.preventDefault();
    document.querySelector<HTMLElement>('[data-testid="open-search"]')?.click();
  } else if (event.key === '?') {
    session.set(({ keysOpen }) => ({ keysOpen: !keysOpen }));
  } else if (/^[1-9]$/.test(event.key)) {
    const person = world.get().people[Number(event.key) - 1];
    if (person) hand(person.name);
  }
}
