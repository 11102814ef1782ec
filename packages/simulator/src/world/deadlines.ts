import type { World } from './world.ts';

/** Something whose time has come. Values of codes and tokens are not in it. */
export interface Due {
  readonly at: number;
  readonly event:
    | 'verificationLapsed'
    | 'codeExpired'
    | 'appTokenExpired'
    | 'userTokenExpired'
    | 'refreshTokenExpired'
    | 'qrcodeExpired';
  readonly account: string;
  readonly person?: string;
}

/** What fell due after `from` and up to `to`, in the order of time. Going back in time nothing falls due. */
export function dueBetween({ state }: World, from: number, to: number): Due[] {
  const due: Due[] = [];
  const add = (at: number | null, event: Due['event'], account: string, person?: string) => {
    if (at !== null && at > from && at <= to) due.push({ at, event, account, ...(person !== undefined && { person }) });
  };
  for (const account of state.accounts)
    if (account.verified) add(account.verifiedUntil, 'verificationLapsed', account.name);
  for (const code of Object.values(state.codes)) {
    if (code.usedAt === null) add(code.expiresAt, 'codeExpired', code.account, code.person);
  }
  for (const token of Object.values(state.appTokens)) {
    if (token.deadAt === null) add(token.expiresAt, 'appTokenExpired', token.account);
  }
  for (const token of Object.values(state.userTokens)) {
    const grant = state.grants[token.grant];
    if (grant) add(token.expiresAt, 'userTokenExpired', grant.account, grant.person);
  }
  for (const grant of Object.values(state.grants)) {
    add(grant.refreshExpiresAt, 'refreshTokenExpired', grant.account, grant.person);
  }
  for (const qrcode of Object.values(state.qrcodes)) add(qrcode.expiresAt, 'qrcodeExpired', qrcode.account);
  return due.sort((one, other) => one.at - other.at);
}
