export type ProfileFieldName = 'nickname' | 'avatar' | 'sex' | 'country' | 'province' | 'city' | 'language';
export type ProfileSource = 'consent' | 'follower';

/** One fact of a profile, kept with the identity through which it was learnt. */
export interface ProfileField {
  appId: string;
  openid: string;
  field: ProfileFieldName;
  value: string;
  source: ProfileSource;
  /** When WeChat said so. */
  learntAt: number;
}

export interface ProfileStore {
  /** Writes what is not older than what stands; empty values are not written. */
  learn(fields: readonly ProfileField[]): Promise<void>;
  of(appId: string, openid: string): Promise<readonly ProfileField[]>;
  ofPerson(personId: string): Promise<readonly ProfileField[]>;
  forget(appId: string, openid: string, fields: readonly ProfileFieldName[] | 'all'): Promise<void>;
  /** Removes what came from one source only. */
  forgetSource(appId: string, openid: string, source: ProfileSource): Promise<void>;
}
