import type { Push } from '@mingpian/wechat/push';
import type { OpenedPush } from '@mingpian/wechat/push-receiver';
import { sha256 } from '../../digest.ts';
import { newId } from '../../ids.ts';
import type { Parts } from '../../parts.ts';
import type { NewPush } from '../../store/inbox.ts';
import { processingLimits } from '../processing.ts';
import { kindOf } from '../push-kind.ts';
import type { Reaction } from '../reaction.ts';
import type { Endpoint } from './endpoint.ts';

/** 5. What is odd about the push is written beside it: it is kept, and flags say what may not follow from it. */
export function rowOf(
  { account, trusted }: Endpoint,
  { push, document, dedupeKey, signature, late }: OpenedPush,
  reaction: Reaction,
  { clock, random }: Pick<Parts, 'clock' | 'random'>,
): NewPush {
  const now = clock.now();
  const malformed = push.type === 'malformed';
  const flags = [malformed ? 'malformed' : '', late ? 'late' : '', trusted ? '' : 'untrusted'];
  const wanted = !malformed && reaction.wants(push, { account, late });
  return {
    id: newId(now, random),
    account: account.name,
    appId: account.appId,
    dedupeKey,
    openid: subjectOf(push),
    kind: kindOf(push),
    createdAt: malformed ? null : push.createTime * 1000,
    receivedAt: now,
    document,
    documentDigest: sha256(document),
    flags: flags.filter((flag) => flag !== '').join(','),
    state: wanted ? 'new' : malformed || late ? 'held' : 'done',
    leasedUntil: now + processingLimits.lease,
    signature,
  };
}

/** Whom the push is about: the sender, but in privacy events the person they name. */
function subjectOf(push: Push): string | null {
  if (push.type === 'malformed') return null;
  return push.type === 'event' && push.event.startsWith('user_')
    ? ('openid' in push && push.openid) || null
    : push.from;
}
