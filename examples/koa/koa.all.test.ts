import { describeExample } from '../contract.ts';

describeExample({ folder: 'koa', start: [process.execPath, 'server.ts'] });
