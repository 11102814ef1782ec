import { valueAt } from '@mingpian/facts/fact';
import { rules, tokenPrefixNumber } from '@mingpian/facts/rules';
import { base62Text, base64urlText, digitText, hexText } from './identifiers.ts';
import type { World } from './world.ts';

/** An app token, user token or refresh token as WeChat wrote them at the world's date. */
export function newToken(world: World, purpose: string): string {
  const text = base64urlText(world.draw(purpose, 102));
  return valueAt(rules.tokenPrefix, world.now()) ? `${prefixAt(world.now())}_${text}` : text;
}

/** An OAuth code as WeChat wrote them at the world's date. */
export function newCode(world: World): string {
  if (valueAt(rules.codeForm, world.now()) === 'hex32') return hexText(world.draw('code', 16));
  const bytes = world.draw('code', 30);
  return `0${digitText(bytes.subarray(0, 1))}1${base62Text(bytes.subarray(1))}`;
}

/** The number that grew by one a month. */
function prefixAt(at: number): number {
  const { baseYear, perYear, offset } = tokenPrefixNumber.value;
  const beijing = new Date(at + 8 * 3_600_000);
  return (beijing.getUTCFullYear() - baseYear) * perYear + beijing.getUTCMonth() + 1 + offset;
}
