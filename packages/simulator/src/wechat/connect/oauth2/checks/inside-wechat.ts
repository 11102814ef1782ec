import { notInWeChat } from '@mingpian/facts/pages';
import type { Check } from '../link.ts';
import { codelessPage } from '../page-error.ts';

/** A hint to people, not a security control: anybody can send any User-Agent. */
export const insideWeChat: Check = ({ client }) =>
  client === 'browser' ? codelessPage(notInWeChat, 'A-01') : undefined;
