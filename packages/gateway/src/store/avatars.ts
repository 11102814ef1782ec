/** Our copy of the picture of one identity. `id` is its random name in addresses, `bytes` the picture in base64. */
export interface AvatarCopy {
  appId: string;
  openid: string;
  id: string;
  /** The value of the profile's field that it was copied for. */
  source: string;
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  bytes: string;
  copiedAt: number;
}

export interface AvatarStore {
  /** Replaces the copy of the identity, unless the picture was forgotten meanwhile. */
  put(copy: AvatarCopy): Promise<void>;
  of(appId: string, openid: string): Promise<Pick<AvatarCopy, 'id' | 'source'> | undefined>;
  find(id: string): Promise<AvatarCopy | undefined>;
  /** Identities whose picture is to be copied at `now`; who waits longest comes first. */
  wanting(limit: number, now: number): Promise<readonly Pick<AvatarCopy, 'appId' | 'openid'>[]>;
  /** When the picture of an identity is wanted again, unless another one is learnt before; null for never. */
  later(appId: string, openid: string, at: number | null): Promise<void>;
}
