/** Where a person's picture is: an opaque token that changes with the picture, in the form of the date. */
import { type AvatarForm, avatarForms } from '@mingpian/facts/avatars';
import { valueAt } from '@mingpian/facts/fact';
import { base64urlText } from '../world/identifiers.ts';
import type { Person } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** The opaque part of a person's avatar address, or undefined without a picture. */
export function avatarTokenOf(world: World, person: Person): string | undefined {
  if (person.avatar === '' || person.cancelledAt !== null) return undefined;
  return base64urlText(world.derive(['avatar', person.name, person.avatar], 60));
}

/** `headimgurl` of a person in one of the two replies, `""` without a picture or in a time without the field. */
export function avatarUrl(world: World, person: Person, reply: keyof typeof avatarForms): string {
  return avatarUrlOf(world, avatarTokenOf(world, person), reply);
}

export function avatarUrlOf(world: World, token: string | undefined, reply: keyof typeof avatarForms): string {
  const form = valueAt<AvatarForm>(avatarForms[reply], world.now());
  if (token === undefined || form === undefined) return '';
  return `${form.scheme}://${form.host}${form.path}${token}/${form.size}`;
}

/** Does anybody look like this now? A changed picture takes its old address with it. */
export function isLiveAvatar(world: World, token: string): boolean {
  return (
    world.state.people.some((person) => avatarTokenOf(world, person) === token) ||
    Object.values(world.state.virtualUsers).some((user) => user.avatarToken === token)
  );
}
