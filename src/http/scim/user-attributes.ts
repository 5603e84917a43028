import { isSameEmail } from '../../kernel/fold-email';
import { bodyOf, isNone, memberOf, type JsonObject } from './members';
import { scimInvalid } from './scim-error';
import { URNS } from './urns';
import { activeIn, addressesIn, calledBy, externalIdIn, userNameIn } from './values';

export interface UserAttributes {
  readonly userName: string;
  readonly displayName: string;
  /** Absent: nothing was said of it. */
  readonly active?: boolean;
  readonly externalId: string | null;
}

/** Whether an address is one of those sent, where any are. */
export const isSentAddress = (addresses: readonly string[], userName: string): boolean =>
  addresses.length === 0 || addresses.some((address) => isSameEmail(address, userName));

const attributesOf = (body: JsonObject, userName: string): UserAttributes => {
  const active = memberOf(body, 'active');
  return {
    userName,
    displayName: calledBy(body, userName),
    ...(isNone(active) ? {} : { active: activeIn(active) }),
    externalId: externalIdIn(memberOf(body, 'externalId')),
  };
};

/** What a POST says of a person; attributes that nobody knows here are passed over. Errors: 400. */
export const newUserIn = (json: unknown): UserAttributes & { readonly active: boolean } => {
  const body = bodyOf(json, URNS.user);
  const userName = userNameIn(memberOf(body, 'userName'));
  if (!isSentAddress(addressesIn(memberOf(body, 'emails')), userName)) {
    const detail = 'userName must be one of the emails: it is the address by which the person is known here.';
    throw scimInvalid('invalidValue', detail);
  }
  return { active: true, ...attributesOf(body, userName) };
};

export const emailNeverChanges = () =>
  scimInvalid('mutability', 'The e-mail of a User never changes: deactivate this one and create another.');

/**
 * What a PUT makes of a person. The e-mail stays; it may be said again. Who is deactivated is not active again because nothing
 * is said of it. Errors: 400.
 */
export const replacedUserIn = (json: unknown, { email }: { readonly email: string }): UserAttributes => {
  const body = bodyOf(json, URNS.user);
  const userName = memberOf(body, 'userName');
  if (typeof userName !== 'string') throw scimInvalid('invalidValue', 'userName is needed.');
  const isKept = isSameEmail(userName, email) && isSentAddress(addressesIn(memberOf(body, 'emails')), email);
  if (!isKept) throw emailNeverChanges();
  return attributesOf(body, email);
};
