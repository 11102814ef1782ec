/** A simulated WeChat with a service account that a million people follow, and with it the account's credentials. */
import { createWorld } from '@mingpian/simulator/world';
import { serveQuestions } from '../worker.ts';
import { followerCount } from './sync.ts';

const world = createWorld();
world.state.crowd = { size: followerCount, follows: { service: { count: followerCount, since: world.now() } } };
const { base } = await world.listen();
const { appId, appSecret } = world.account('service');
serveQuestions(() => ({ base, appId, appSecret }));
