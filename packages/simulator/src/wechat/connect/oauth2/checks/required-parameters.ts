import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** 10012, 10011, 10010; response_type has no page of its own: see link-form.ts. */
export const requiredParameters: Check = ({ world, query, account }) => {
  if (!query.get('appid')) return codedPage(10012, 'A-02');
  if (!query.get('redirect_uri')) return codedPage(10011, 'A-02');
  if (!query.get('scope')) return codedPage(10010, 'A-02');
  if (!query.get('state') && world.hasQuirk(account, 'emptyState10013')) return codedPage(10013, 'A-23');
  return undefined;
};
