import { scopeFact } from '@mingpian/facts/scopes';
import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** 10005 for a scope of another family, and for any scope of an account without the right. */
export const scopeRight: Check = ({ world, query, account }) => {
  const scope = query.get('scope') ?? '';
  if (scopeFact(scope)?.page !== 'authorise') {
    return codedPage(10005, 'A-09', `${JSON.stringify(scope)} is not a scope of this page`);
  }
  if (account === undefined || world.permits('webAuthorisation', account)) return undefined;
  const why =
    account.kind === 'subscription'
      ? 'a subscription account has no web authorisation of its own, verified or not'
      : 'the service account is not verified, or its verification has lapsed';
  return codedPage(10005, account.kind === 'subscription' ? 'A-08' : 'K-07', why);
};
