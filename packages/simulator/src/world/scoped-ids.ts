import { CrowdIds, crowdIndex } from './crowd.ts';
import { CrowdList } from './crowd-list.ts';
import { base64urlText, derivedBytes } from './identifiers.ts';

/** An openid belongs to an account, by its AppID; a unionid to an open-platform group. */
export type IdKind = 'openid' | 'unionid';

interface Scope {
  /** As on the wire, the first characters are those of the account, the rest those of the person. */
  readonly start: string;
  readonly crowd: CrowdIds;
  list?: CrowdList;
}

/** What people are called in accounts and groups. All of it follows from the seed; what was worked out is kept. */
export class ScopedIds {
  readonly #seed: string;
  readonly #scopes = { openid: new Map<string, Scope>(), unionid: new Map<string, Scope>() };
  readonly #derived = new Map<string, Buffer>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Bytes that the seed fixes for ever for this subject. */
  derive(subject: readonly string[], length: number): Buffer {
    const key = `${length} ${subject.join('\0')}`;
    const bytes = this.#derived.get(key) ?? derivedBytes(this.#seed, subject, length);
    this.#derived.set(key, bytes);
    return bytes;
  }

  of(kind: IdKind, scope: string, person: string): string {
    const index = crowdIndex(person);
    if (index !== undefined) return this.ofMember(kind, scope, index);
    const { start } = this.#scope(kind, scope);
    return start + base64urlText(this.derive([kind, scope, person], 18)).slice(0, 22);
  }

  ofMember(kind: IdKind, scope: string, index: number): string {
    const { start, crowd } = this.#scope(kind, scope);
    return start + crowd.textOf(index);
  }

  /** Which member of a crowd, of any size, has this openid? */
  memberOf(appId: string, openid: string): number | undefined {
    const { start, crowd } = this.#scope('openid', appId);
    return openid.startsWith(start) ? crowd.indexOf(openid.slice(start.length)) : undefined;
  }

  crowdList(appId: string): CrowdList {
    const scope = this.#scope('openid', appId);
    scope.list ??= new CrowdList(scope.start, scope.crowd);
    return scope.list;
  }

  #scope(kind: IdKind, scope: string): Scope {
    const known = this.#scopes[kind].get(scope);
    if (known !== undefined) return known;
    const start = `o${base64urlText(this.derive([kind, scope], 6)).slice(0, 5)}`;
    const fresh: Scope = { start, crowd: new CrowdIds(this.#seed, kind, scope) };
    this.#scopes[kind].set(scope, fresh);
    return fresh;
  }
}
