/** The user token of one identity, encrypted. */
export interface GrantRow {
  appId: string;
  openid: string;
  scopes: string;
  userTokenSealed: string;
  refreshTokenSealed: string;
  grantedAt: number;
  expiresAt: number;
  refreshExpiresAt: number;
}

export interface GrantStore {
  put(grant: GrantRow): Promise<void>;
  find(appId: string, openid: string): Promise<GrantRow | undefined>;
  remove(appId: string, openid: string): Promise<void>;
}
