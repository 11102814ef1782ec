import { afterAll } from 'vitest';
import { describeAppTokenStore } from '../app-token-store-contract.ts';
import { type OpenStore, openSharedStore, type SharedStoreAddress } from '../shared-stores.ts';

/** Runs the contract on a shared store, with a connection of its own for each holder. */
export function describeSharedStore(name: string, address: () => SharedStoreAddress): void {
  const opened: OpenStore[] = [];
  describeAppTokenStore(name, {
    atomic: true,
    address,
    open: async () => {
      const each = await openSharedStore(address());
      opened.push(each);
      return each.store;
    },
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close()));
  });
}
