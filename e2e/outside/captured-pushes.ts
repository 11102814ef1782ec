import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Simulated } from '../simulated.ts';

/** The bodies of all kinds of pushes that people cause at `service`, in plain mode. */
export async function capturedPushes(world: Simulated): Promise<string[]> {
  const documents: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      documents.push(body);
      response.end('success');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await world.control('PUT', '/accounts/service', { push: { mode: 'plain', url } });

  const account = 'service';
  const act = (verb: string, body: object, person = 'xiaohong') =>
    world.control('POST', `/people/${person}/${verb}`, body);
  for (const text of ['你好', '<b>&amp;</b> ]]> "quoted"', '  spaces  ', '👩‍👩‍👧 \u202eabc', 'line\nfeed', '000123']) {
    await act('say', { account, text });
  }
  await act('send', { account, type: 'image' });
  await act('send', { account, type: 'voice' });
  await act('send', { account, type: 'video' });
  await act('send', { account, type: 'shortvideo' });
  await act('send', { account, type: 'location' });
  await act('send', { account, type: 'link' });
  await act('follow', { account }, 'xiaoming');
  await act('unfollow', { account }, 'xiaoming');
  return documents;
}
