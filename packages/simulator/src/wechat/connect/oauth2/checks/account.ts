import { linkUnavailable } from '@mingpian/facts/pages';
import type { Check } from '../link.ts';
import { codedPage, codelessPage } from '../page-error.ts';

/** The AppID must be that of an official account: website and mini program ones have pages of their own. */
export const officialAccount: Check = ({ world, account }) => {
  if (account === undefined) {
    // No account, no quirk list: one account that asks for the other position speaks for the world.
    const as10004 = world.state.accounts.some((other) => world.hasQuirk(other, 'wrongAppId10004'));
    const why = 'no account of this world has the AppID; it is case-sensitive';
    return as10004 ? codedPage(10004, 'A-38', why) : codelessPage(linkUnavailable, 'A-38', why);
  }
  return account.kind === 'website' || account.kind === 'miniprogram' ? codedPage(10016, 'A-37') : undefined;
};

export const notBanned: Check = ({ account }) => (account?.banned ? codedPage(10004, 'A-11') : undefined);

/** No account of a simulated world has ever authorised a third-party platform. */
export const noPlatform: Check = ({ query }) => (query.get('component_appid') ? codedPage(10015, 'A-41') : undefined);
