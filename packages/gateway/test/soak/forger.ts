/**
 * Who floods a gateway, in a process of its own: at the rate of a flood it would otherwise take the time in which the valid
 * pushes beside it are sent and their answers measured. Arguments: address, requests a second, seconds. Says at the end how many
 * got which status; 0 is a connection that ended without one.
 */
import { connect } from 'node:net';
import { paced } from './pace.ts';

const [url = '', rate, seconds] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const body = `<xml>${'x'.repeat(600)}</xml>`;
const nothing = '0'.repeat(40);

/** One request that anybody can make who knows the address: on a connection of its own. */
function forge(): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const query = `signature=${nothing}&timestamp=${timestamp}&nonce=1&encrypt_type=aes&msg_signature=${nothing}`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (text: Buffer) => (said += text.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)));
    socket.write(
      `POST /wechat/service/webhook?${query} HTTP/1.1\r\nHost: gateway\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

const answers = new Map<number, number>();
await paced(Number(rate), Number(seconds), async () => {
  const status = await forge();
  answers.set(status, (answers.get(status) ?? 0) + 1);
});
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
