import { emailComplaint } from '../../kernel/email-complaint';
import { PROVIDED } from '../platform/validation/characters';
import { isNone, isObject, memberOf, type JsonObject } from './members';
import { scimInvalid } from './scim-error';

const MOST_NAME = 200;
const MOST_EXTERNAL_ID = 256;

const isLabel = (value: unknown, max: number): value is string =>
  typeof value === 'string' && Array.from(value.slice(0, 2 * max + 1)).length <= max && PROVIDED.isAllowed(value);

const label = (value: unknown, name: string, max: number): string => {
  if (isLabel(value, max)) return value;
  throw scimInvalid('invalidValue', `${name} must be text of 1 to ${max} characters without line breaks.`);
};

export const displayNameIn = (value: unknown): string => label(value, 'displayName', MOST_NAME);

/** `null`: it is taken away. */
export const externalIdIn = (value: unknown): string | null =>
  isNone(value) ? null : label(value, 'externalId', MOST_EXTERNAL_ID);

/** Entra ID sends `"False"`. */
export const activeIn = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  throw scimInvalid('invalidValue', 'active must be true or false.');
};

/** The address by which the person signs in. */
export const userNameIn = (value: unknown): string => {
  if (typeof value !== 'string' || value.length > 254) {
    throw scimInvalid('invalidValue', 'userName is needed: the e-mail address by which the person signs in.');
  }
  const complaint = emailComplaint(value);
  if (complaint === undefined) return value;
  throw scimInvalid(
    'invalidValue',
    `userName ${complaint}: the one by which the person signs in. Map it to userName at the identity provider.`,
  );
};

/** What a person is called who is given no displayName: by the parts of the name, else by the userName. */
export const calledBy = (body: JsonObject, userName: string): string => {
  const displayName = memberOf(body, 'displayName');
  if (!isNone(displayName)) return displayNameIn(displayName);
  const name = memberOf(body, 'name');
  if (!isObject(name)) return userName;
  const parts = [memberOf(name, 'givenName'), memberOf(name, 'familyName')].filter((part) => typeof part === 'string');
  return [memberOf(name, 'formatted'), parts.join(' ')].find((each) => isLabel(each, MOST_NAME)) ?? userName;
};

/** The addresses of `emails`, whatever form the identity provider gives them. */
export const addressesIn = (value: unknown): readonly string[] =>
  [value].flat().flatMap((each): string[] => {
    const address = isObject(each) ? memberOf(each, 'value') : each;
    return typeof address === 'string' ? [address] : [];
  });
