/** The way to PostgreSQL as a TCP connection that can be slow, break, and break at the worst moment. */
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

export interface DatabaseWire {
  readonly url: string;
  /** Milliseconds that everything the gateway sends is held back from now on. */
  delay(ms: number): void;
  /** Breaks every connection and refuses new ones, or lets them through again. */
  down(down: boolean): void;
  /** Breaks so many connections each at the moment when its COMMIT has been carried out and nobody has been told. */
  cutAfterCommit(times: number): void;
  /** Connections that were cut after their COMMIT. */
  readonly cuts: number;
  close(): void;
}

/** `url` names a PostgreSQL on a socket in a folder, as `startCluster` makes it. */
export async function databaseWire(url: string): Promise<DatabaseWire> {
  const folder = new URL(url.replace('///', '//socket/')).searchParams.get('host') ?? '';
  const database = new URL(url.replace('///', '//socket/')).pathname;
  const pairs = new Set<{ near: Socket; far: Socket }>();
  let refusing = false;
  let held = 0;
  let toCut = 0;
  let cuts = 0;

  const server = createServer((near) => {
    if (refusing) return void near.destroy();
    const far = createConnection(join(folder, '.s.PGSQL.5432'));
    const pair = { near, far };
    let doomed = false;
    pairs.add(pair);
    near.on('data', (bytes: Buffer) => {
      if (toCut > 0 && isCommit(bytes)) {
        toCut -= 1;
        doomed = true;
      }
      if (held === 0) far.write(bytes);
      else setTimeout(() => far.write(bytes), held);
    });
    far.on('data', (bytes: Buffer) => {
      if (!doomed) return void near.write(bytes);
      cuts += 1;
      near.destroy();
    });
    for (const end of [near, far]) {
      end.on('error', () => {});
      end.on('close', () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://mingpian@127.0.0.1:${port}${database}`,
    delay: (ms) => (held = ms),
    down(down) {
      refusing = down;
      if (down) for (const { near } of pairs) near.destroy();
    },
    cutAfterCommit: (times) => (toCut = times),
    get cuts() {
      return cuts;
    },
    close() {
      server.close();
      for (const { near } of pairs) near.destroy();
    },
  };
}

/** A simple query `Q`, four bytes of length, the statement and a zero. */
function isCommit(bytes: Buffer): boolean {
  return bytes[0] === 0x51 && bytes.toString('latin1', 5).toLowerCase().startsWith('commit');
}
