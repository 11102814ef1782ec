import type { Acks } from './generator.ts';
import type { Verdict, World } from './world.ts';

/** The judgement once nothing waits any more: what a fault left behind is taken by the worker after its grace. */
export async function settledVerdict(world: World, acks: Acks, patience = 40_000): Promise<Verdict> {
  const deadline = performance.now() + patience;
  for (;;) {
    const verdict = await world.judge(acks);
    if (verdict.waiting === 0 || performance.now() > deadline) return verdict;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
