import type { World } from '../world/world.ts';

/** Pushes of one account leave one after the other; `tail` settles with the last of them. */
export interface Queue {
  tail: Promise<unknown>;
}

const queues = new WeakMap<World, Map<string, Queue>>();

export function queueOf(world: World, account: string): Queue {
  const ofWorld = queues.get(world) ?? new Map<string, Queue>();
  queues.set(world, ofWorld);
  const queue = ofWorld.get(account) ?? { tail: Promise.resolve() };
  ofWorld.set(account, queue);
  return queue;
}

export function enqueue<T>(queue: Queue, task: () => Promise<T>): Promise<T> {
  const run = queue.tail.then(task);
  queue.tail = run.catch(() => {});
  return run;
}
