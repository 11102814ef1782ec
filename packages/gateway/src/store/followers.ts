/** What an account knows of a follower. `changedAt` is the time of the event or reply that said so. */
export interface Follower {
  appId: string;
  openid: string;
  subscribed: 0 | 1;
  changedAt: number;
  subscribedAt: number | null;
  scene: string | null;
  qrScene: string | null;
  remark: string | null;
  tagIds: string | null;
}

export interface FollowerStore {
  /** Writes the state unless a newer one stands; answers whether it was written. */
  set(follower: Follower): Promise<boolean>;
  find(appId: string, openid: string): Promise<Follower | undefined>;
  forget(appId: string, openid: string): Promise<void>;
  count(appId: string): Promise<number>;
}
