import { endpoints } from '@mingpian/facts/endpoints';
import { linkUnavailable } from '@mingpian/facts/pages';
import type { Check } from '../link.ts';
import { codelessPage } from '../page-error.ts';

const documented: readonly string[] = endpoints.authorise.parameters.map(({ name }) => name);

/** Desktop clients match the link against a pattern and refuse another order; phones let it pass. */
export const parameterOrder: Check = ({ world, query, client, account }) => {
  const places = [...query.keys()].map((name) => documented.indexOf(name)).filter((place) => place >= 0);
  if (places.every((place, index) => index === 0 || place > (places[index - 1] as number))) return undefined;
  const why = `the parameters do not stand in the documented order ${documented.slice(0, 5).join(', ')}`;
  const desktop = client === 'windows' || client === 'mac';
  if (desktop || world.hasQuirk(account, 'strictParamOrder')) return codelessPage(linkUnavailable, 'A-13', why);
  world.finding('would-fail', 'A-13', `${why}: desktop clients refuse such a link`);
  return undefined;
};
