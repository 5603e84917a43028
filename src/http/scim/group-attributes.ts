import { bodyOf, isNone, isObject, memberOf } from './members';
import { scimInvalid } from './scim-error';
import { URNS } from './urns';
import { displayNameIn, externalIdIn } from './values';

export interface GroupAttributes {
  readonly displayName: string;
  readonly externalId: string | null;
  readonly members: readonly string[];
}

const ID = /^[0-9a-f]{32}$/;

/** The ids of members, as objects or as they are. Errors: 400. */
export const memberIdsIn = (value: unknown): readonly string[] => {
  if (isNone(value)) return [];
  return [value].flat().map((each) => {
    const id = isObject(each) ? memberOf(each, 'value') : each;
    if (typeof id !== 'string') throw scimInvalid('invalidValue', 'Each member needs a value: the id of a User.');
    if (!ID.test(id)) throw scimInvalid('invalidValue', `There is no User with the id ${id.slice(0, 100)}.`);
    return id;
  });
};

/** What a POST or PUT says of a group; attributes that nobody knows here are passed over. Errors: 400. */
export const groupIn = (json: unknown): GroupAttributes => {
  const body = bodyOf(json, URNS.group);
  return {
    displayName: displayNameIn(memberOf(body, 'displayName')),
    externalId: externalIdIn(memberOf(body, 'externalId')),
    members: memberIdsIn(memberOf(body, 'members')),
  };
};
