import { MemoryAppTokenStore } from '../../src/app-token-memory.ts';
import { describeAppTokenStore } from '../app-token-store-contract.ts';

const store = new MemoryAppTokenStore();
describeAppTokenStore('app tokens in memory', { open: async () => store, atomic: true });
