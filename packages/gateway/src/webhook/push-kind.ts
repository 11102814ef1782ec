import type { Push } from '@mingpian/wechat/push';

/** What a push is, for reading, counting and rules: `text`, `event:subscribe`, `other:…` for a type that nobody knows, `malformed`. */
export function kindOf(push: Push): string {
  if (push.type === 'malformed') return 'malformed';
  if (push.type === 'other') return `other:${push.name}`.slice(0, longest);
  if (push.type !== 'event') return push.type;
  return `event:${push.event === 'other' ? push.name : push.event}`.slice(0, longest);
}

const longest = 64;
