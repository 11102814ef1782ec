import { describeRelyingParty, installPackages } from '../contract.ts';

installPackages('next');

describeRelyingParty({
  recipe: 'next',
  start: ['npm', 'start'],
  // Next.js takes 127.0.0.1 for localhost, and Auth.js makes its addresses from that.
  host: 'localhost',
  environment: { AUTH_SECRET: 'not a secret, but thirty-two characters' },
  signIn: async (guest, origin) => guest.press(await guest.open(origin)),
  signOut: async (guest, origin) => guest.press(await guest.open(origin)),
});
