import { describeExample } from '../contract.ts';

describeExample({ folder: 'fastify', start: [process.execPath, 'server.ts'] });
