import type { Identity, Union } from './people.ts';

/** Two that became one: two persons, or a person and an openid that was nobody's. Kept as long as it can be undone. */
export interface MergeRow {
  id: string;
  at: number;
  reason: 'unionid' | 'link' | 'migration';
  account: string;
  /** Who stayed. */
  personId: string;
  /** Who was merged away; null where the openid was nobody's. */
  formerId: string | null;
  moved: {
    readonly identities: readonly Pick<Identity, 'appId' | 'openid'>[];
    readonly unions: readonly Pick<Union, 'openPlatform' | 'unionid'>[];
  };
  undoneAt: number | null;
}

export interface MergeStore {
  append(merge: Omit<MergeRow, 'undoneAt'>): Promise<void>;
  /** Takes a merge for its undo: for one caller, once, if it happened at `since` or later. */
  take(id: string, when: { since: number; at: number }): Promise<MergeRow | undefined>;
  list(options: { limit: number; personId?: string }): Promise<readonly MergeRow[]>;
  /** Moves back what still belongs to `from`. `to` leads nowhere else any more. */
  split(from: string, to: string, moved: MergeRow['moved']): Promise<void>;
}
