/** P8: the same callback loaded twice, up to half a second apart, on two nodes; every code of the shop redeemed on both at once. */
import { stopChild } from './child.ts';
import { seeded } from './generator.ts';
import { authorisePath, type Ending, redeem, shop, visitorOf, walk } from './visitor.ts';
import { soakWorld } from './world.ts';

export interface DoubleCallbackReport {
  readonly seed: number;
  readonly visitors: number;
  /** Exchanges at WeChat beyond one for each visitor. */
  readonly extraExchanges: number;
  /** Loads that ended neither at the shop nor with a code. */
  readonly errorPages: number;
  /** Visitors with no code that could be redeemed. */
  readonly locked: number;
  /** Codes of the shop that were redeemed more than once. */
  readonly redeemedTwice: number;
  readonly people: number;
}

export async function doubleCallbacks(options: {
  seed: number;
  visitors: number;
  /** Milliseconds between the two loads, at most. */
  apart?: number;
  /** Visitors at the same time. */
  lanes?: number;
}): Promise<DoubleCallbackReport> {
  const { seed, visitors, apart = 500, lanes = 8 } = options;
  const number = seeded(seed);
  const world = await soakWorld('postgres', { nodes: 2, fields: { clients: [shop] } });
  const report = { errorPages: 0, locked: 0, redeemedTwice: 0 };
  try {
    const nodes = await Promise.all([world.start(), world.start({ node: 1 })]);
    const anyNode = () => nodes[number() < 0.5 ? 0 : 1].url;
    const visit = async (index: number) => {
      const visitor = visitorOf(anyNode);
      const seen = { wechat: world.wechat, name: `visitor ${seed} ${index}` };
      const endings: Ending[] = [];
      await walk(visitor, authorisePath(`state${index}`), {
        ...seen,
        async arrive(address) {
          const first = walk(visitor, address, seen);
          await pause(number() * apart);
          endings.push(...(await Promise.all([first, walk(visitor, address, seen)])));
          return endings[0] as Ending;
        },
      });
      report.errorPages += endings.filter(({ kind }) => kind !== 'code').length + (endings.length === 0 ? 1 : 0);
      let redeemed = 0;
      for (const code of new Set(endings.map((ending) => ending.code).filter((each) => each !== ''))) {
        const tries = await Promise.all(nodes.map(({ url }) => redeem(url, code)));
        const successes = tries.filter((status) => status === 200).length;
        redeemed += successes;
        if (successes > 1) report.redeemedTwice += 1;
      }
      if (redeemed === 0) report.locked += 1;
    };
    let next = 0;
    const lane = async () => {
      while (next < visitors) await visit(next++);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const [persons] = await world.rows('SELECT count(*) AS people FROM persons');
    await Promise.all(nodes.map((node) => stopChild(node, 'SIGTERM')));
    return {
      seed,
      visitors,
      extraExchanges: world.wechat.count('/sns/oauth2/access_token') - visitors,
      ...report,
      people: Number(persons?.people),
    };
  } finally {
    world.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
