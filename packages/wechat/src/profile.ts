/**
 * The profile of a user as `sns/userinfo` and `user/info` give it, with one meaning for each field: absent means that
 * WeChat said nothing, whether the key was missing, empty, 0 or a placeholder.
 */
import { type AvatarSize, avatarSizes } from '@mingpian/facts/avatars';
import { shapes } from '@mingpian/facts/shapes';
import { type ApiReply, optionalShape, optionalText, requiredShape, wholeNumber } from './api-reply.ts';
import { utf8Length } from './text.ts';

export interface Profile {
  readonly openid: string;
  readonly unionid?: string;
  readonly nickname?: string;
  /** 1 male, 2 female; no longer sent since 2021-10-21. */
  readonly sex?: 1 | 2;
  readonly language?: string;
  readonly city?: string;
  readonly province?: string;
  readonly country?: string;
  /** Address of the picture as WeChat gave it. It dies when the user changes the picture. */
  readonly avatar?: string;
  readonly privileges: readonly string[];
}

/** The part that `sns/userinfo` and `user/info` share. */
export type ProfileFields = Omit<Profile, 'openid' | 'unionid' | 'privileges'>;

/** While it is being read. */
export type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

const NICKNAME_BYTES = 512;
const AVATAR_LENGTH = 1024;
/** The last segment of the path. */
const AVATAR_SIZE = /\/\d+(?=$|\?)/;
/** Nickname and picture of somebody who gave none: the name of the product and one grey picture for all. */
const PLACEHOLDER_NICKNAMES: ReadonlySet<string> = new Set(['微信用户']);
const PLACEHOLDER_AVATAR =
  '/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/';

export function readProfile(operation: string, reply: ApiReply): Profile {
  const unionid = optionalShape(operation, reply, 'unionid', shapes.unionid.value);
  const privilege = reply.privilege;
  const profile: Writable<Profile> = {
    openid: requiredShape(operation, reply, 'openid', shapes.openid.value),
    ...(unionid === undefined ? {} : { unionid }),
    privileges: Array.isArray(privilege) ? privilege.filter((entry) => typeof entry === 'string') : [],
  };
  addProfileFields(profile, reply);
  return profile;
}

/**
 * Adds what the reply says to somebody who is being read. Never throws: what a user filled in must not keep anybody
 * from signing in.
 */
export function addProfileFields(user: Writable<ProfileFields>, reply: ApiReply): void {
  const nickname = cleanNickname(reply.nickname);
  if (nickname !== undefined) user.nickname = nickname;
  const sex = wholeNumber(reply.sex);
  if (sex === 1 || sex === 2) user.sex = sex;
  const language = optionalText(reply.language);
  if (language !== undefined) user.language = language;
  const city = optionalText(reply.city);
  if (city !== undefined) user.city = city;
  const province = optionalText(reply.province);
  if (province !== undefined) user.province = province;
  const country = optionalText(reply.country);
  if (country !== undefined) user.country = country;
  const avatar = cleanAvatar(reply.headimgurl);
  if (avatar !== undefined) user.avatar = avatar;
}

/**
 * Text as the user wrote it, in NFC, without control characters. Direction marks and emoji stay: escape on output.
 * Placeholders and what is no text are absent.
 */
function cleanNickname(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const text = value
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .trim();
  if (text === '' || PLACEHOLDER_NICKNAMES.has(text)) return undefined;
  return utf8Length(text) <= NICKNAME_BYTES ? text : undefined;
}

function cleanAvatar(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length > AVATAR_LENGTH || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.pathname.startsWith(PLACEHOLDER_AVATAR)) return undefined;
  return value;
}

/**
 * The same picture in another size. `size` is the edge in pixels; 0 is the largest, 640 by 640.
 *
 * @throws {TypeError} the address does not end in one of WeChat's sizes.
 */
export function avatarUrl(avatar: string, size: AvatarSize): string {
  if (!avatarSizes.value.includes(size)) throw new TypeError(`size must be one of ${avatarSizes.value.join(', ')}`);
  if (!AVATAR_SIZE.test(avatar)) throw new TypeError('avatar must end in a size, as WeChat sends it');
  return avatar.replace(AVATAR_SIZE, `/${size}`);
}
