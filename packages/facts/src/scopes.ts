import type { Provenance } from './fact.ts';

export interface ScopeFact extends Provenance {
  readonly scope: string;
  /** The page that accepts the scope. */
  readonly page: 'authorise' | 'websiteLogin';
  /** May the token of this scope read sns/userinfo? Otherwise 48001. */
  readonly profile: boolean;
  /** Silent scopes never show the consent sheet. */
  readonly silent: boolean;
}

// biome-ignore format: one line a row
export const scopes = [
  { scope: 'snsapi_base', page: 'authorise', profile: false, silent: true, source: 'AUTH-GUIDE', grade: 'documented' },
  { scope: 'snsapi_userinfo', page: 'authorise', profile: true, silent: false, source: 'AUTH-GUIDE', grade: 'documented' },
  { scope: 'snsapi_login', page: 'websiteLogin', profile: true, silent: false, source: 'WEB-LOGIN', grade: 'documented' },
] as const satisfies readonly ScopeFact[];

export type Scope = (typeof scopes)[number]['scope'];

export function scopeFact(scope: string): ScopeFact | undefined {
  return scopes.find((row) => row.scope === scope);
}
