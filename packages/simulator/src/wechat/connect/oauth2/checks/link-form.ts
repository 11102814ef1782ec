import { endpoints } from '@mingpian/facts/endpoints';
import { linkUnavailable } from '@mingpian/facts/pages';
import type { Check, Link } from '../link.ts';
import { codelessPage } from '../page-error.ts';

const documented: readonly string[] = endpoints.authorise.parameters.map(({ name }) => name);

/** Desktop clients match the link against a pattern and refuse another form; phones let it pass. */
export const linkForm: Check = (link) => {
  reportEncoding(link);
  const { world, client, account } = link;
  const why = otherForm(link);
  if (why === undefined) return undefined;
  const desktop = client === 'windows' || client === 'mac';
  if (desktop || world.hasQuirk(account, 'strictParamOrder')) return codelessPage(linkUnavailable, 'A-13', why);
  world.finding('would-fail', 'A-13', `${why}: desktop clients refuse such a link`);
  return undefined;
};

function otherForm({ query }: Link): string | undefined {
  const places = [...query.keys()].map((name) => documented.indexOf(name)).filter((place) => place >= 0);
  if (places.some((place, index) => index > 0 && place <= (places[index - 1] as number))) {
    return `the parameters do not stand in the documented order ${documented.slice(0, 5).join(', ')}`;
  }
  return query.get('response_type') === 'code' ? undefined : 'response_type is not code';
}

/** An address that stands in the link as it is ends at its first `&`, and some clients refuse it altogether. */
export function reportEncoding({ world, url }: Pick<Link, 'world' | 'url'>): void {
  if (!/[?&]redirect_uri=[^&]*[:/?]/.test(url.search)) return;
  world.finding('would-fail', 'A-03', 'redirect_uri is not percent-encoded');
}
