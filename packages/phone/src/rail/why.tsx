/** The question that the last notable event raises, answered in two sentences, with what one can do about it. */
import type { ReactNode } from 'react';
import { inWeb, moveClock } from '../acts.ts';
import type { LedgerEntry, View } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { type Language, useSession, useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { whyInChinese } from '../words/whys.ts';
import { useWorld, type WorldState, worldNow } from '../world.ts';
import { useExplanation } from './explanation.ts';

interface Reason {
  readonly question: string;
  readonly answer: string;
  readonly mend?: string;
  /** An errcode, or the code of an error page: its explanation says more than the answer. */
  readonly code?: number;
  /** What is wrong in this very case, in the simulator's own words. */
  readonly detail?: string;
  readonly rule?: string;
  readonly act?: 'consent' | 'full' | '2014';
}

const nicknamesEnded = Date.parse('2021-12-27T00:00:00+08:00');

export function Why() {
  const words = useWords();
  const { language, holders, active, begun } = useSession();
  const world = useWorld();
  const person = holders[active];
  const reason = reasonOf(world, person, language);
  const explained = useExplanation(reason?.code)?.[language];
  const first = world.accounts[0]?.title ?? '';
  const now = worldNow(world);
  if (!reason && !begun) return null;
  return (
    <section className="why" aria-live="polite" data-testid="why">
      <h2>{reason?.question ?? words.whyHint}</h2>
      <p>{explained?.meaning ?? reason?.answer ?? words.whyHintText(first)}</p>
      {explained && reason?.detail !== undefined && (
        <p className="mono">
          <Stranger text={reason.detail} />
        </p>
      )}
      {(explained?.action ?? reason?.mend) !== undefined && <p className="mend">{explained?.action ?? reason?.mend}</p>}
      <Acts>
        {reason?.act === 'consent' && (
          <>
            <button type="button" className="btn tiny" onClick={() => inWeb(person, 'allow')}>
              {words.allow}
            </button>
            <button type="button" className="btn tiny" onClick={() => inWeb(person, 'refuse')}>
              {words.refuse}
            </button>
          </>
        )}
        {reason?.act === 'full' && (
          <button type="button" className="btn tiny" lang="zh-CN" onClick={() => inWeb(person, 'use-full-service')}>
            {words.fullService}
          </button>
        )}
        {reason?.act === '2014' && now >= nicknamesEnded && (
          <button
            type="button"
            className="btn tiny"
            data-testid="go-2014"
            onClick={() => moveClock({ travelTo: '2014-10-20T10:00:00+08:00' })}
          >
            <Icon name="clock" size="x" />
            <span>{words.goTo2014}</span>
          </button>
        )}
        {reason?.rule !== undefined && <span className="mono faint">{reason.rule}</span>}
      </Acts>
    </section>
  );
}

function Acts({ children }: { children: ReactNode }) {
  return <p className="acts">{children}</p>;
}

function reasonOf(world: WorldState, person: string, language: Language): Reason | undefined {
  const zh = language === 'zh';
  const view = world.views[person];
  const ofView = view && whyOfView(view, world, person, zh);
  if (ofView) return ofView;
  const act = world.ledger.findLastIndex((entry) => entry.kind === 'control' && entry.person === person);
  const since = world.ledger.slice(act + 1).filter((entry) => entry.person === undefined || entry.person === person);
  // What was decided on the way says more than the look at the profile that follows every sign-in.
  const last = since.findLast((entry) => isNotable(entry) && entry.rule !== 'U-01') ?? since.findLast(isNotable);
  return last && whyOfEntry(last, world, zh);
}

function whyOfView(view: View, world: WorldState, person: string, zh: boolean): Reason | undefined {
  if (view.error) {
    const { code, why } = view.error;
    const detail = (zh && whyInChinese(why)) || why;
    return {
      question: zh ? '为什么是错误页？' : 'Why an error page?',
      answer: detail,
      ...(code !== null && { rule: String(code), code, detail }),
    };
  }
  const follows = view.sheet && world.people.find(({ name }) => name === person)?.follows.includes(view.sheet.account);
  if (view.sheet) {
    return {
      question: zh ? '为什么这里弹授权框？' : 'Why a sheet here?',
      answer: follows
        ? zh
          ? '你关注了这个号，但链接不是从它的会话或菜单里打开的，而且最近没有授权过，所以微信要问。'
          : 'You follow this account, but the link was not opened from its chat or menu and nothing was allowed of late, so WeChat asks.'
        : zh
          ? '还没有给这个号授权过，所以微信要问。已关注、并且从会话或菜单进来的人会静默通过。'
          : 'This account was not allowed before, so WeChat asks. A follower who comes from its own chat or menu passes silently.',
      rule: 'A-15',
      act: 'consent',
    };
  }
  const always = world.people.find(({ name }) => name === person)?.visitor;
  if (view.snapshot && always) {
    return {
      question: zh ? '为什么是快照页，不是授权框？' : 'Why a preview instead of the consent sheet?',
      answer: zh
        ? '这个人在这个世界里总是先看到快照页：微信让一个虚拟用户来跑这个页面，授权框要到完整服务里才弹。'
        : 'In this world this person always meets the preview first: WeChat runs the page for a virtual person, and the sheet comes with the full service.',
      mend: zh
        ? '应用要做的：is_snapshotuser 为 1 时不要建账号，请人点「使用完整服务」。'
        : 'What the application has to do: create no account while is_snapshotuser is 1, and ask for a tap on 使用完整服务.',
      rule: 'A-29',
      act: 'full',
    };
  }
  if (view.snapshot) {
    return {
      question: zh ? '为什么是快照页，不是授权框？' : 'Why a preview instead of the consent sheet?',
      answer: zh
        ? '页面一打开就要 snsapi_userinfo，这时还没有人点过任何东西。微信于是不弹授权框，让一个虚拟用户来跑这个页面。'
        : 'The page asked for snsapi_userinfo as soon as it opened, before anybody had touched it. WeChat then shows no sheet and runs the page for a virtual person.',
      mend: zh
        ? '怎么改：先放一个按钮，点了再要；is_snapshotuser 为 1 时不要建账号。'
        : 'Mend it: show a button first, ask after the tap; never create an account while is_snapshotuser is 1.',
      rule: 'A-29',
      act: 'full',
    };
  }
  return undefined;
}

function isNotable({ kind, operation, errcode, rule, result, status }: LedgerEntry): boolean {
  if (kind === 'control' || result === 'verification') return false;
  if (errcode !== undefined && errcode !== 0) return true;
  if (kind === 'push') return status !== 200;
  return operation === 'authorize' || rule === 'U-01';
}

function whyOfEntry(entry: LedgerEntry, world: WorldState, zh: boolean): Reason | undefined {
  const account = plainText(world.accounts.find(({ name }) => name === entry.account)?.title ?? entry.account ?? '');
  if (entry.kind === 'push') {
    return {
      question: zh ? '为什么没有收到回复？' : 'Why no reply?',
      answer: zh
        ? `推送给「${account}」没有得到 200。微信等 5 秒，内容不变，最多试三次，然后告诉用户服务出现故障。`
        : `The push to ${account} was not answered with 200. WeChat waits 5 seconds, tries three times with the same body, then tells the user that the service has a fault.`,
      ...(entry.rule !== undefined && { rule: entry.rule }),
    };
  }
  if (entry.errcode !== undefined && entry.errcode !== 0) {
    return {
      question: zh ? `为什么是 ${entry.errcode}？` : `Why ${entry.errcode}?`,
      answer: zh
        ? `${entry.operation} 没有成功。展开记录里的这一条，可以看到请求和回复。`
        : `${entry.operation} did not succeed. Open this entry of the ledger to see request and reply.`,
      code: entry.errcode,
      ...(entry.rule !== undefined && { rule: entry.rule }),
    };
  }
  if (entry.rule === 'U-01') return whyOfProfile(world, zh);
  if (entry.rule === 'A-17') {
    return {
      question: zh ? '为什么没有弹授权框？' : 'Why no consent sheet?',
      answer: zh
        ? '你关注了这个号，又是从它的会话或菜单里点开的，微信就静默通过，昵称和头像照给。'
        : 'You follow this account and came from its own chat or menu, so WeChat lets you through silently, nickname and picture included.',
      rule: 'A-17',
    };
  }
  if (entry.rule === 'A-39') {
    return {
      question: zh ? '为什么这次没有问？' : 'Why was nobody asked this time?',
      answer: zh
        ? '不久前同意过，微信会记住一段时间。撤回授权，或者把时钟拨后一天，就会再问。'
        : 'It was allowed not long ago, and WeChat remembers for a while. Withdraw the authorisation, or move the clock a day, and it asks again.',
      rule: 'A-39',
    };
  }
  if (entry.rule === 'A-14') {
    return {
      question: zh ? '为什么什么都没弹？' : 'Why was nothing shown?',
      answer: zh
        ? 'snsapi_base 只要 openid，微信不打扰用户。昵称和头像要用 snsapi_userinfo。'
        : 'snsapi_base asks for the openid alone, and WeChat disturbs nobody for it. Nickname and picture need snsapi_userinfo.',
      rule: 'A-14',
    };
  }
  if (entry.rule === 'A-15' && entry.outcome === 'redirect') {
    return {
      question: zh ? '点了「允许」，应用得到了什么？' : 'What did the application get?',
      answer: zh
        ? '一个只能用一次、五分钟内有效的 code。用它换来 user token 和 openid，再拿 user token 去要昵称和头像。'
        : 'A code that works once, within five minutes. It buys user token and openid, and the user token buys nickname and picture.',
      rule: 'A-15',
    };
  }
  if (entry.outcome === 'refused') {
    return {
      question: zh ? '拒绝之后，为什么应用不知道？' : 'Why does the application not hear of the refusal?',
      answer: zh
        ? '今天的微信拒绝后只是关掉页面，不跳回应用。不要等一个永远不来的回调。'
        : 'WeChat of today just closes the page and leads nowhere. Never wait for a callback that does not come.',
      rule: entry.rule ?? 'A-16',
    };
  }
  return undefined;
}

function whyOfProfile(world: WorldState, zh: boolean): Reason {
  if (worldNow(world) < nicknamesEnded) {
    return {
      question: zh ? '为什么这里有昵称？' : 'Why is there a nickname?',
      answer: zh
        ? '世界的时钟在 2021-12-27 之前，user/info 还会给出昵称和头像。'
        : 'The clock of the world stands before 2021-12-27, when user/info still gave nickname and picture.',
      rule: 'U-01',
    };
  }
  return {
    question: zh ? '为什么欢迎语里没有昵称？' : 'Why is there no nickname in the welcome?',
    answer: zh
      ? '2021-12-27 起 user/info 不再返回昵称。名字要走一次网页授权才知道：点欢迎语里的链接试试。'
      : 'Since 2021-12-27 user/info sends none. The name comes with web authorisation: tap the link in the welcome.',
    rule: 'U-01',
    act: '2014',
  };
}
