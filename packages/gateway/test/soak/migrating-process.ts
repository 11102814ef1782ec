/** Migrates a database in a process of its own, to be killed. Arguments: its URL, and the entry, counted from 1, at whose end to die. */
import { openStore } from '../../src/store/open.ts';

const [, , url = '', dieAt = '0'] = process.argv;
let entries = 0;
const store = openStore(url, {
  // The migrator asks when the statements of an entry are done and nothing of it is committed.
  now() {
    if (++entries === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    return Date.now();
  },
});
await store.migrate();
await store.close();
