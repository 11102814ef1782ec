/** R32, R33: follows and unfollows of many people, each pushed three times at once, in an order that has nothing to do with time. */
import { Agent, request } from 'node:http';
import { event, openidOf, pushAccount } from '../harness.ts';
import { buildPush, openReply } from '../push-builder.ts';
import { stopChild } from './child.ts';
import { newAcks, seeded } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { type DatabaseName, soakWorld, type Verdict } from './world.ts';

/** A follow that a later unfollow overtook makes nobody, so nothing counts as half made here. */
export interface ReorderedReport extends Pick<Verdict, 'duplicates' | 'waiting' | 'dead'> {
  readonly database: DatabaseName;
  readonly people: number;
  readonly events: number;
  /** Answers other than 200, after which the event is pushed once more as WeChat does. */
  readonly refused: number;
  /** Events whose three answers were not the same text. */
  readonly unequal: number;
  /** Calls of WeChat beyond one for each follow. */
  readonly extraEffects: number;
  /** People whose last event by time is not what the gateway believes. */
  readonly wrong: number;
}

const account = pushAccount('service');
const atOnce = 16;

export async function reordered(options: {
  database: DatabaseName;
  seed: number;
  people: number;
}): Promise<ReorderedReport> {
  const { database, seed, people } = options;
  const random = seeded(seed);
  const world = await soakWorld(database);
  const agent = new Agent({ keepAlive: true, maxSockets: 3 * atOnce });
  const began = Math.floor(Date.now() / 1000) * 1000;
  const counts = { refused: 0, unequal: 0 };

  const events = Array.from({ length: people }, (_, index) =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, (_, turn) => ({
      openid: openidOf(`reordered ${seed} ${index}`),
      follows: random() < 0.5,
      // Ten minutes lie between two events of one person at most, and a second at least.
      at: began - 2_400_000 + turn * 600_000 + Math.floor(random() * 599) * 1000,
    })),
  ).flat();
  type Event = (typeof events)[number];

  /** The clear reply; undefined for an answer other than 200. */
  const push = (url: string, { openid, follows, at }: Event): Promise<string | undefined> => {
    const fields = event('service', openid, follows ? 'subscribe' : 'unsubscribe', {}, at);
    const { query, body } = buildPush(account, fields, { timestamp: Math.floor(Date.now() / 1000) });
    return new Promise((resolve) => {
      const call = request(`${url}/wechat/service/webhook?${query}`, { method: 'POST', agent }, (reply) => {
        let text = '';
        reply.on('data', (part) => {
          text += part;
        });
        reply.on('end', () => resolve(reply.statusCode === 200 ? openReply(account, text) : undefined));
        reply.on('error', () => resolve(undefined));
      });
      call.on('error', () => resolve(undefined));
      call.end(body);
    });
  };

  try {
    const child = await world.start();
    const waiting = events.toSorted(() => random() - 0.5);
    const sender = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const answers = await Promise.all([1, 2, 3].map(() => push(child.url, next as Event)));
        const given = answers.filter((answer) => answer !== undefined);
        counts.refused += answers.length - given.length;
        if (new Set(given.map(content)).size > 1) counts.unequal += 1;
        if (given.length === 0) waiting.push(next);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
    const { duplicates, waiting: left, dead } = await settledVerdict(world, newAcks());
    await stopChild(child, 'SIGTERM');
    const believed = new Map(
      (await world.rows('SELECT openid, subscribed FROM followers')).map(({ openid, subscribed }) => [
        openid,
        Number(subscribed) === 1,
      ]),
    );
    const last = new Map<string, Event>();
    for (const each of events) if (each.at >= (last.get(each.openid)?.at ?? 0)) last.set(each.openid, each);
    const follows = events.filter((each) => each.follows).length;
    return {
      database,
      people,
      events: events.length,
      ...counts,
      extraEffects: Math.max(0, world.wechat.count('/cgi-bin/user/info') - follows),
      wrong: [...last].filter(([openid, each]) => (believed.get(openid) ?? false) !== each.follows).length,
      duplicates,
      waiting: left,
      dead,
    };
  } finally {
    agent.destroy();
    world.close();
  }
}

/** What people read of a reply; its time and envelope are those of each answer. */
const content = (reply: string): string => /<Content>.*<\/Content>/s.exec(reply)?.[0] ?? reply;
