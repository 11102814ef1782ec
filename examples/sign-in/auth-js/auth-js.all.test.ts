import { describeRelyingParty, installPackages } from '../contract.ts';

installPackages('auth-js');

describeRelyingParty({
  recipe: 'auth-js',
  start: [process.execPath, 'server.js'],
  environment: { AUTH_SECRET: 'not a secret, but thirty-two characters' },
  signIn: async (guest, origin) => guest.press(await guest.open(`${origin}/auth/signin`)),
  signOut: async (guest, origin) => guest.press(await guest.open(`${origin}/auth/signout`)),
});
