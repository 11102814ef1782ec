/**
 * All followers of an account into a table, a page of the list a transaction: each page with its hundred batches, four of
 * them under way, and with the cursor from which an interrupted run goes on.
 */
import { DatabaseSync } from 'node:sqlite';
import type { UserInfo } from '@mingpian/wechat/user';

export const followerCount = 1_000_000;
const AT_A_TIME = 4;

export interface Account {
  readonly base: string;
  readonly appId: string;
  readonly appSecret: string;
}

export interface Row {
  readonly openid: string;
  readonly unionid?: string | undefined;
  readonly subscribedAt?: number | undefined;
  readonly remark?: string | undefined;
  readonly scene?: string | undefined;
}

/** The followers after `cursor`, a page at a time, each page as lists of rows. */
export type Pages = (cursor: string | undefined) => AsyncIterable<{
  readonly cursor: string | undefined;
  readonly lists: AsyncIterable<readonly Row[]>;
}>;

export type SyncName = 'mingpian' | 'by hand';

export const pipelines: Readonly<Record<SyncName, (account: Account) => Promise<Pages>>> = {
  mingpian,
  'by hand': byHand,
};

async function mingpian({ base, appId, appSecret }: Account): Promise<Pages> {
  const { createWeChat } = await import('@mingpian/wechat/client');
  const { hostsAt } = await import('@mingpian/wechat/hosts');
  const { user } = createWeChat({ appId, appSecret, hosts: hostsAt(base) });
  return async function* (cursor) {
    for await (const page of user.followers(cursor)) {
      yield { cursor: page.cursor, lists: rows(user.infos(page.openids, { atATime: AT_A_TIME })) };
    }
  };
}

/** What is known of a follower is a row as it is; who left meanwhile is none. */
async function* rows(lists: AsyncIterable<readonly UserInfo[]>): AsyncGenerator<readonly Row[]> {
  for await (const list of lists) yield list.filter((user) => user.subscribed);
}

interface WireUser {
  readonly openid: string;
  readonly unionid?: string;
  readonly subscribe_time?: number;
  readonly remark?: string;
  readonly subscribe_scene?: string;
}

const toRow = ({ openid, unionid, subscribe_time, remark, subscribe_scene }: WireUser): Row => ({
  openid,
  unionid,
  subscribedAt: subscribe_time,
  remark: remark || undefined,
  scene: subscribe_scene,
});

/** The measure: bare requests and `JSON.parse`, nothing checked, nothing tried again. */
async function byHand({ base, appId, appSecret }: Account): Promise<Pages> {
  const { request } = await import('undici');
  const json = async (path: string, body?: object) => {
    const url = `${base}/cgi-bin/${path}`;
    const how = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const reply = await (body === undefined ? request(url) : request(url, how));
    return reply.body.json() as Promise<unknown>;
  };
  const credentials = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`;
  const { access_token } = (await json(`token?${credentials}`)) as { access_token: string };
  const list = async (openids: readonly string[]) => {
    const user_list = openids.map((openid) => ({ openid, lang: 'zh_CN' }));
    const reply = await json(`user/info/batchget?access_token=${access_token}`, { user_list });
    return (reply as { user_info_list: WireUser[] }).user_info_list.map(toRow);
  };
  async function* lists(openids: readonly string[]): AsyncGenerator<readonly Row[]> {
    const underWay: Promise<Row[]>[] = [];
    for (let i = 0; i < openids.length; i += 100) {
      underWay.push(list(openids.slice(i, i + 100)));
      if (underWay.length === AT_A_TIME) yield await (underWay.shift() as Promise<Row[]>);
    }
    for (const rows of underWay) yield await rows;
  }
  return async function* (cursor) {
    for (let next = cursor ?? ''; ; ) {
      const page = (await json(`user/get?access_token=${access_token}&next_openid=${next}`)) as {
        count: number;
        data: { openid: string[] };
        next_openid: string;
      };
      if (page.count === 0) return;
      next = page.next_openid;
      yield { cursor: next, lists: lists(page.data.openid) };
    }
  };
}

export class FollowerTable {
  readonly #db: DatabaseSync;
  readonly #put;
  readonly #keepCursor;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE followers (openid TEXT PRIMARY KEY, unionid TEXT, subscribed_at INTEGER, remark TEXT, scene TEXT) WITHOUT ROWID;
      CREATE TABLE cursor (one INTEGER PRIMARY KEY, cursor TEXT)`);
    this.#put = this.#db.prepare(`INSERT INTO followers VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET unionid = excluded.unionid, subscribed_at = excluded.subscribed_at, remark = excluded.remark`);
    this.#keepCursor = this.#db.prepare('INSERT OR REPLACE INTO cursor VALUES (1, ?)');
  }

  /** Writes a page and where the next one begins, both or neither; gives the number of rows. */
  async take(lists: AsyncIterable<readonly Row[]>, cursor: string | undefined): Promise<number> {
    let rows = 0;
    this.#db.exec('BEGIN');
    for await (const list of lists) {
      rows += list.length;
      for (const { openid, unionid = null, subscribedAt = null, remark = null, scene = null } of list) {
        this.#put.run(openid, unionid, subscribedAt, remark, scene);
      }
    }
    this.#keepCursor.run(cursor ?? null);
    this.#db.exec('COMMIT');
    return rows;
  }

  get size(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM followers').get()?.n);
  }

  close(): void {
    this.#db.close();
  }
}
