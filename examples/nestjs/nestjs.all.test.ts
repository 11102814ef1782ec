import { describeExample } from '../contract.ts';

describeExample({ folder: 'nestjs', start: ['npm', 'start'] });
