import { takeFault } from '../../../../world/faults.ts';
import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** How often is too often is unpublished; only a fault brings this page. */
export const frequency: Check = ({ world }) =>
  takeFault(world, 'authorize', (fault) => fault === 'tooFrequent') === undefined
    ? undefined
    : codedPage(10009, 'A-12');
