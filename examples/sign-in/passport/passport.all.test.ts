import { confirmSignOut, describeRelyingParty, installPackages } from '../contract.ts';

installPackages('passport');

describeRelyingParty({
  recipe: 'passport',
  start: [process.execPath, 'server.js'],
  signIn: (guest, origin) => guest.open(`${origin}/sign-in`),
  signOut: async (guest, origin) => confirmSignOut(guest, await guest.open(`${origin}/sign-out`)),
});
