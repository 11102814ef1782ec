import { confirmSignOut, describeRelyingParty } from '../contract.ts';

describeRelyingParty({
  recipe: 'express',
  start: [process.execPath, 'server.ts'],
  signIn: (guest, origin) => guest.open(`${origin}/sign-in`),
  signOut: async (guest, origin) => confirmSignOut(guest, await guest.open(`${origin}/sign-out`)),
});
