/** What a person's hand did, as a sentence. */
import type { LedgerEntry } from '../control/types.ts';
import { plainText } from '../text.tsx';
import { en } from '../words/en.ts';
import type { Words } from '../words/zh.ts';
import type { WorldState } from '../world.ts';

type Sentence = (who: string, account: string) => string;

const zh: Readonly<Record<string, Sentence>> = {
  follow: (who, account) => `${who}关注「${account}」`,
  unfollow: (who, account) => `${who}取消关注「${account}」`,
  say: (who, account) => `${who}对「${account}」说话`,
  send: (who, account) => `${who}给「${account}」发消息`,
  enter: (who, account) => `${who}进入「${account}」`,
  'tap-menu': (who, account) => `${who}点「${account}」的菜单`,
  scan: (who) => `${who}扫码`,
  open: (who) => `${who}打开链接`,
  tap: (who) => `${who}点网页里的链接`,
  submit: (who) => `${who}提交表单`,
  allow: (who) => `${who}点「允许」`,
  refuse: (who) => `${who}点「拒绝」`,
  'use-full-service': (who) => `${who}点「使用完整服务」`,
  back: (who) => `${who}返回`,
  forward: (who) => `${who}前进`,
  authorize: (who, account) => `${who}授权「${account}」`,
  withdraw: (who, account) => `${who}撤回对「${account}」的授权`,
  cancel: (who) => `${who}注销微信号`,
  'clean-profile': (who) => `${who}的昵称、头像被清除`,
};

const english: Readonly<Record<string, Sentence>> = {
  follow: (who, account) => `${who} follows ${account}`,
  unfollow: (who, account) => `${who} leaves ${account}`,
  say: (who, account) => `${who} writes to ${account}`,
  send: (who, account) => `${who} sends ${account} a message`,
  enter: (who, account) => `${who} enters ${account}`,
  'tap-menu': (who, account) => `${who} taps the menu of ${account}`,
  scan: (who) => `${who} scans a code`,
  open: (who) => `${who} opens a link`,
  tap: (who) => `${who} taps a link in the page`,
  submit: (who) => `${who} sends a form`,
  allow: (who) => `${who} allows`,
  refuse: (who) => `${who} refuses`,
  'use-full-service': (who) => `${who} taps 使用完整服务`,
  back: (who) => `${who} goes back`,
  forward: (who) => `${who} goes forward`,
  authorize: (who, account) => `${who} authorises ${account}`,
  withdraw: (who, account) => `${who} withdraws from ${account}`,
  cancel: (who) => `${who} leaves WeChat`,
  'clean-profile': (who) => `Nickname and picture of ${who} are removed`,
};

export const actWords = { zh, en: english };

export function actOf(entry: LedgerEntry, { people, accounts }: WorldState, words: Words): string {
  const person = people.find(({ name }) => name === entry.person);
  const account = accounts.find(({ name }) => name === entry.account);
  const sentence = (words === en ? english : zh)[entry.operation];
  const who = plainText(person?.nickname || entry.person || '');
  return sentence?.(who, plainText(account?.title ?? '')) ?? `${who} ${entry.operation}`;
}
