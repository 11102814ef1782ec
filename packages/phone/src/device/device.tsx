/** One phone: the status bar with the stamp, and the screen its holder has got to. */
import { memo, useEffect, useRef } from 'react';
import type { Person } from '../control/types.ts';
import { Stamp } from '../icons.tsx';
import { screensOf, session, useSession, useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { hourMinute } from '../times.ts';
import { useTick } from '../use.ts';
import { useWorld, worldNow } from '../world.ts';
import { AccountScreen } from './account.tsx';
import { ChatScreen } from './chat.tsx';
import { ChatsScreen, FolderScreen } from './chats.tsx';
import { FriendScreen } from './friend.tsx';
import { MeScreen } from './me.tsx';
import { MomentsScreen } from './moments.tsx';
import { ScanScreen } from './scan.tsx';
import { SearchScreen } from './search.tsx';
import { WebScreen } from './web.tsx';

interface DeviceProps {
  slot: 0 | 1;
  person: Person;
  hidden: boolean;
}

export function Device({ slot, person, hidden }: DeviceProps) {
  const words = useWords();
  const name = plainText(person.nickname || person.name);
  const device = useRef<HTMLElement>(null);
  const at = screensOf(useSession(), person.name).at(-1)?.at;
  const shown = useRef(at);
  // What was pressed may be gone with its screen: the keyboard goes on inside the phone, not at the top of the page.
  useEffect(() => {
    if (shown.current === at) return;
    shown.current = at;
    const { active } = session.get();
    if (active === slot && document.activeElement === document.body) device.current?.focus({ preventScroll: true });
  }, [at, slot]);
  return (
    <div className={`unit ${slot === 0 ? 'first' : 'second'}`} hidden={hidden}>
      <section
        className="dev"
        ref={device}
        tabIndex={-1}
        aria-label={words.phoneOf(name)}
        data-testid={`phone-${slot + 1}`}
        data-person={person.name}
        onFocusCapture={() => session.get().active !== slot && session.set({ active: slot })}
        onPointerDownCapture={() => session.get().active !== slot && session.set({ active: slot })}
      >
        <div className="sb">
          <Time />
          <Stamp />
          <span className="num">5G</span>
        </div>
        <TopScreen person={person} />
        <i className="home" />
      </section>
      <p className="of">
        <Stranger text={person.nickname || person.name} /> <span className="mono">{person.name}</span>
      </p>
    </div>
  );
}

function Time() {
  useTick(1000);
  return <span className="num">{hourMinute(worldNow(useWorld()))}</span>;
}

const TopScreen = memo(function TopScreen({ person }: { person: Person }) {
  const stack = screensOf(useSession(), person.name);
  const screen = stack.at(-1) ?? { at: 'chats' };
  switch (screen.at) {
    case 'chats':
      return <ChatsScreen person={person} />;
    case 'folder':
      return <FolderScreen person={person} />;
    case 'moments':
      return <MomentsScreen person={person} />;
    case 'me':
      return <MeScreen person={person} />;
    case 'search':
      return <SearchScreen person={person} />;
    case 'scan':
      return <ScanScreen person={person} />;
    case 'account':
      return <AccountScreen person={person} name={screen.account} ticket={screen.ticket} />;
    case 'chat':
      return <ChatScreen person={person} name={screen.account} key={`${person.name}/${screen.account}`} />;
    case 'friend':
      return <FriendScreen person={person} friend={screen.person} />;
    case 'web':
      return <WebScreen person={person} />;
  }
});
