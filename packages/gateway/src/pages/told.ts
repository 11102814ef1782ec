/**
 * What WeChat told us about somebody, field by field, and for what it did not tell the reason: the facts say since when
 * a reply no longer carries a field.
 */
import { beijingMidnight, inForce, type Provenance } from '@mingpian/facts/fact';
import { type FieldFact, fields, type ReplyName } from '@mingpian/facts/fields';
import { avatarEdge } from './avatar-address.ts';
import { dayText, monthText } from './dates.ts';
import { type Content, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { shortened, visibleName } from './visible-text.ts';

export type ToldField = 'nickname' | 'avatar' | 'sex' | 'region' | 'language';

export interface Told {
  readonly openid: string;
  readonly unionid?: string | undefined;
  /** The account is bound to an open-platform account. */
  readonly bound: boolean;
  readonly scope: 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_login';
  /** WeChat's time of the sign-in, in milliseconds. */
  readonly at: number;
  readonly fields: Readonly<
    Partial<Record<ToldField, { readonly value: string; readonly source: 'consent' | 'follower' }>>
  >;
  /** Undefined where nobody asked. `since` in milliseconds. */
  readonly follower?: { readonly subscribed: boolean; readonly since?: number | undefined } | undefined;
}

/** One row: a label, a value or `none`, and where it comes from or why it is not there. */
export interface ToldRow {
  readonly label: string;
  readonly value: Content;
  readonly absent: boolean;
  readonly remark: Content;
}

/** How a field is called on the wire; a region is there when its country is. */
const wireNames: Readonly<Record<ToldField, string>> = {
  nickname: 'nickname',
  avatar: 'headimgurl',
  sex: 'sex',
  region: 'country',
  language: 'language',
};

export function toldRows(told: Told, language: Language): readonly ToldRow[] {
  const text = texts[language].me;
  const rows: ToldRow[] = [];
  const order: readonly (ToldField | 'follows')[] = ['nickname', 'avatar', 'follows', 'sex', 'region', 'language'];
  for (const field of order) {
    const row = field === 'follows' ? followRow(told, language) : fieldRow(field, told, language);
    const last = rows.at(-1);
    // Neighbours that are missing for the same reason share a row: 性别、地区.
    if (last?.absent && row.absent && last.remark === row.remark) {
      const label = language === 'zh' ? `${last.label}、${row.label}` : `${last.label}, ${row.label.toLowerCase()}`;
      rows[rows.length - 1] = { ...last, label };
    } else {
      rows.push(row);
    }
  }
  rows.push(idRow(texts[language].openid, told.openid, language));
  rows.push(
    told.unionid === undefined
      ? { label: texts[language].unionid, value: text.none, absent: true, remark: whyNoUnionid(told, language) }
      : idRow(texts[language].unionid, told.unionid, language),
  );
  return rows;
}

function fieldRow(field: ToldField, told: Told, language: Language): ToldRow {
  const text = texts[language].me;
  const known = told.fields[field];
  if (known === undefined) {
    return { label: text.fields[field], value: text.none, absent: true, remark: whyAbsent(field, told, language) };
  }
  return {
    label: text.fields[field],
    value: shownValue(field, known.value, language),
    absent: false,
    remark: text.from[known.source],
  };
}

function shownValue(field: ToldField, value: string, language: Language): Content {
  const text = texts[language].me;
  if (field === 'avatar') return text.avatarSize(avatarEdge(value));
  if (field === 'sex') return value === '1' ? text.male : text.female;
  return visibleName(value);
}

function followRow({ follower }: Told, language: Language): ToldRow {
  const text = texts[language].me;
  const label = text.fields.follows;
  if (follower === undefined) return { label, value: text.followsUnknown, absent: true, remark: text.why.notAsked };
  const value = !follower.subscribed
    ? text.followsNot
    : follower.since === undefined
      ? text.followsSinceUnknown
      : text.follows(dayText(language, follower.since));
  return { label, value, absent: false, remark: text.from.follower };
}

function idRow(label: string, id: string, language: Language): ToldRow {
  const { copy, copied } = texts[language];
  return {
    label,
    value: html`<span class="ot" title="${id}">${shortened(id)}</span>`,
    absent: false,
    remark: html`<button class="btn tiny" type="button" data-copy="${id}" data-done="${copied}" aria-label="${copy} ${label}">${copy}</button>`,
  };
}

function whyAbsent(field: ToldField, told: Told, language: Language): string {
  const { why } = texts[language].me;
  const consent = filledRow('snsUserInfo', wireNames[field]);
  const follower = filledRow('userInfo.follower', wireNames[field]);
  const byConsent = inForce(consent, told.at);
  const asFollower = inForce(follower, told.at);
  const gone = (row: Provenance) => (row.until === undefined ? why.noAnswer : why.gone(monthText(language, row.until)));
  if (told.scope !== 'snsapi_base') return byConsent ? why.notFilled : gone(consent);
  if (asFollower) {
    if (told.follower === undefined) return why.notAsked;
    return told.follower.subscribed ? why.notFilled : why.followersOnly;
  }
  return byConsent ? why.profileOnly : gone(told.follower?.subscribed ? follower : consent);
}

function whyNoUnionid(told: Told, language: Language): string {
  const { why } = texts[language].me;
  if (!told.bound) return why.notBound;
  const since = filledRow('snsUserInfo', 'unionid').since;
  if (since !== undefined && told.at < beijingMidnight(since)) return why.notYet(monthText(language, since));
  return told.scope === 'snsapi_base' ? why.followOrAllow : why.noAnswer;
}

/** The row that says how long a reply has carried the field with a value in it. */
function filledRow(reply: ReplyName, name: string): FieldFact {
  const row = (fields[reply] as readonly FieldFact[]).find((entry) => entry.name === name && entry.form === 'filled');
  if (row === undefined) throw new TypeError(`${reply} has no field ${name}`);
  return row;
}
