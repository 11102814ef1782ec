import { ok } from 'node:assert/strict';
import { createWorld } from '@mingpian/simulator/world';
import type { Batch } from '../micro/batches.ts';

const million = 1_000_000;

/** What tests do with worlds, and what a client of a large account asks of one. */
export async function batches(): Promise<Record<string, Batch>> {
  const base = createWorld();
  const busy = createWorld({ clock: '2026-01-01' });
  busy.clock.freeze();
  for (let code = 0; code < 1000; code += 1) {
    busy.person('xiaoming').authorise('service', { redirectUri: 'http://127.0.0.1/', scope: 'snsapi_base' });
  }
  const large = await largeWorld();
  return {
    'createWorld + listen': async (times) => {
      for (let i = 0; i < times; i += 1) {
        const world = createWorld({ seed: i });
        await world.listen();
        await world.close();
      }
    },
    fork: async (times) => {
      for (let i = 0; i < times; i += 1) await base.worlds.remove(base.fork().state.id);
    },
    'advance 30 d, 1000 codes': (times) => {
      for (let i = 0; i < times; i += 1) {
        busy.clock.travelTo('2026-01-01');
        ok(busy.clock.advance('30d').length >= 1000);
      }
    },
    'batchget of 100 among a million': async (times) => {
      for (let i = 0; i < times; i += 1) await large.batch();
    },
  };
}

/** A million followers, at less than 500 bytes each; asked over `fetch`, through the real handler. */
async function largeWorld(): Promise<{ batch(): Promise<void> }> {
  const world = createWorld();
  const before = process.memoryUsage().heapUsed;
  world.state.crowd = { size: million, follows: { service: { count: million, since: world.now() } } };
  const { appId, appSecret } = world.account('service');
  const api = `${world.apiBase}/cgi-bin`;
  const get = async (path: string) => (await world.fetch(`${api}${path}`)).json();
  const { access_token } = await get(`/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`);
  const page = await get(`/user/get?access_token=${access_token}`);
  ok(page.total === million + 1 && page.count === 10_000);
  ok((process.memoryUsage().heapUsed - before) / million < 500);
  const openids: string[] = page.data.openid.slice(0, 100);
  const body = JSON.stringify({ user_list: openids.map((openid) => ({ openid })) });
  const batch = async () => {
    const response = await world.fetch(`${api}/user/info/batchget?access_token=${access_token}`, {
      method: 'POST',
      body,
    });
    const text = await response.text();
    ok(text.startsWith('{"user_info_list":[{"subscribe":1'));
  };
  return { batch };
}
