import { confirmSignOut, describeRelyingParty, installPackages } from '../contract.ts';

installPackages('better-auth');

describeRelyingParty({
  recipe: 'better-auth',
  start: [process.execPath, 'server.ts'],
  signIn: (guest, origin) => guest.open(`${origin}/sign-in`),
  signOut: async (guest, origin) => confirmSignOut(guest, await guest.open(`${origin}/sign-out`)),
});
