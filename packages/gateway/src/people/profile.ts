import type { ProfileField, ProfileFieldName } from '../store/profiles.ts';

/** The known part of a profile, as the SDK gives it; an absent field is not known and changes nothing. */
export type KnownProfile = { readonly [Name in ProfileFieldName]?: string | number };

export type ProfileView = { readonly [Name in ProfileFieldName]?: ProfileField };

const names = [
  'nickname',
  'avatar',
  'sex',
  'country',
  'province',
  'city',
  'language',
] as const satisfies readonly ProfileFieldName[];

/** The filled fields of a profile as texts; a picture from a host that is not WeChat's is dropped. */
export function profileFields(profile: KnownProfile, simulator?: string): [ProfileFieldName, string][] {
  return names.flatMap((name): [ProfileFieldName, string][] => {
    const value = profile[name];
    if (value === undefined || value === '') return [];
    if (name === 'avatar' && !isPicture(String(value), simulator)) return [];
    return [[name, String(value)]];
  });
}

/** The newest value of each field; the rows may come from several identities. */
export function newest(rows: readonly ProfileField[]): ProfileView {
  const view: { [Name in ProfileFieldName]?: ProfileField } = {};
  for (const row of rows) {
    const known = view[row.field];
    if (known === undefined || row.learntAt > known.learntAt) view[row.field] = row;
  }
  return view;
}

/** Pictures come from WeChat's picture hosts, or from the configured simulator. */
function isPicture(address: string, simulator: string | undefined): boolean {
  if (address.length > 1024 || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (simulator !== undefined && url.origin === new URL(simulator).origin) return true;
  return /^https?:$/.test(url.protocol) && url.port === '' && /^[a-z0-9-]+\.qlogo\.cn$/.test(url.hostname);
}
