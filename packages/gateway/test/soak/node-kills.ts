/** Two nodes on one PostgreSQL: who follows at one signs in at the other, while either is killed at random moments and comes back. */
import { type Child, stopChild } from './child.ts';
import { createGenerator, newAcks, seeded } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { authorisePath, redeem, shop, visitorOf, walk } from './visitor.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface NodeKillReport extends Verdict {
  readonly seed: number;
  readonly kills: number;
  readonly visitors: number;
  /** Visitors who got their tokens in the end. */
  readonly signedIn: number;
  /** Times that a visitor had to begin anew at the shop, because an answer or a page broke the way. */
  readonly begunAnew: number;
  /** Codes that gave tokens twice. */
  readonly redeemedTwice: number;
}

export async function nodeKills(options: { seed: number; kills: number }): Promise<NodeKillReport> {
  const { seed, kills } = options;
  const number = seeded(seed);
  const world = await soakWorld('postgres', { nodes: 2, fields: { clients: [shop] } });
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const report = { visitors: 0, signedIn: 0, begunAnew: 0, redeemedTwice: 0 };
  try {
    const nodes: Child[] = await Promise.all([world.start(), world.start({ node: 1 })]);
    const url = (node: number) => (nodes[node] as Child).url;
    let over = false;

    const visit = async (name: string) => {
      report.visitors += 1;
      const at = number() < 0.5 ? 0 : 1;
      await generator.follow(url(at), name);
      // A balancer sends what one node does not answer to the other.
      let choice = 1 - at;
      for (let attempt = 0; attempt < 20; attempt++) {
        const ending = await walk(
          visitorOf(() => url(choice)),
          authorisePath(`state${report.visitors}`),
          {
            wechat: world.wechat,
            name,
          },
        );
        const tries =
          ending.kind === 'code' ? await Promise.allSettled([0, 1].map((n) => redeem(url(n), ending.code))) : [];
        const successes = tries.filter((each) => each.status === 'fulfilled' && each.value === 200).length;
        if (successes > 1) report.redeemedTwice += 1;
        if (successes > 0) {
          report.signedIn += 1;
          return;
        }
        report.begunAnew += 1;
        choice = 1 - choice;
        await pause(100);
      }
    };
    const lane = async (lane: number) => {
      for (let turn = 0; !over; turn++) await visit(`guest ${seed} ${lane} ${turn}`);
    };
    const lanes = [0, 1, 2].map(lane);
    for (let kill = 0; kill < kills; kill++) {
      const node = number() < 0.5 ? 0 : 1;
      await pause(200 + number() * 800);
      await stopChild(nodes[node] as Child, 'SIGKILL');
      nodes[node] = await world.start({ node });
    }
    over = true;
    await Promise.all(lanes);
    const verdict = await settledVerdict(world, acks);
    await Promise.all(nodes.map((node) => stopChild(node, 'SIGTERM')));
    return { seed, kills, ...report, ...verdict };
  } finally {
    generator.close();
    world.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
