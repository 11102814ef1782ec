import { describeExample } from '../contract.ts';

describeExample({ folder: 'express', start: [process.execPath, 'server.ts'] });
