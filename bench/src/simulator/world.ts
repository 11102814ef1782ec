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
  const profile = await profileOfOne();
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
    'a million loaded, first page': async (times) => {
      for (let i = 0; i < times; i += 1) await largeWorld();
    },
    'user/get + batchget, a million': async (times) => {
      for (let i = 0; i < times; i += 1) await large.next();
    },
    'sns/userinfo': async (times) => {
      for (let i = 0; i < times; i += 1) await profile();
    },
  };
}

/** A million followers, at less than 500 bytes each; asked over `fetch`, through the real handler. */
async function largeWorld(): Promise<{ next(): Promise<void> }> {
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
  let [openids, place]: [string[], number] = [page.data.openid, 0];
  /** As a client lists everybody: a page of 10 000, then those a hundred at a time, and the next page. */
  const next = async () => {
    if (place === openids.length) {
      // WeChat allows 500 pages a day, which a measurement uses up in a minute.
      world.state.quotas = {};
      const { data } = await get(`/user/get?access_token=${access_token}&next_openid=${openids.at(-1)}`);
      [openids, place] = [data?.openid.length >= 100 ? data.openid : page.data.openid, 0];
      return;
    }
    const hundred = openids.slice(place, place + 100);
    place += 100;
    const body = JSON.stringify({ user_list: hundred.map((openid) => ({ openid })) });
    const url = `${api}/user/info/batchget?access_token=${access_token}`;
    const text = await (await world.fetch(url, { method: 'POST', body })).text();
    ok(text.startsWith('{"user_info_list":[{"subscribe":1'));
  };
  return { next };
}

/** The profile behind one user token, again and again. */
async function profileOfOne(): Promise<() => Promise<void>> {
  const world = createWorld();
  const { appId, appSecret } = world.account('service');
  const asked = world
    .person('xiaoming', { consent: 'allow' })
    .authorise('service', { redirectUri: 'http://127.0.0.1/', scope: 'snsapi_userinfo' });
  const sns = `${world.apiBase}/sns`;
  const exchange = `appid=${appId}&secret=${appSecret}&code=${asked.code}&grant_type=authorization_code`;
  const { access_token, openid } = await (await world.fetch(`${sns}/oauth2/access_token?${exchange}`)).json();
  return async () => {
    // The minute's 50 000 are no part of what is measured.
    world.state.quotas = {};
    const response = await world.fetch(`${sns}/userinfo?access_token=${access_token}&openid=${openid}&lang=zh_CN`);
    ok((await response.text()).includes('小明'));
  };
}
