import { describeExample } from '../contract.ts';

describeExample({ folder: 'hono', start: [process.execPath, 'server.ts'] });
