import type { Filter } from 'scim2-parse-filter';
import { filterIn } from './filter-tree';
import { bodyOf, isObject, memberOf, type JsonObject } from './members';
import { scimInvalid } from './scim-error';
import { URNS } from './urns';

const MOST_OPERATIONS = 1000;
const MOST_PATH = 2200;

/** One attribute of one operation, whichever of the dialects said it. */
export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove';
  /** In lower case. */
  readonly attribute: string;
  /** Which of the values of a list. */
  readonly filter?: Filter;
  /** In lower case. */
  readonly sub?: string;
  readonly value?: unknown;
  /** The attribute stood in a value without a path: identity providers send whole resources that way. */
  readonly loose: boolean;
}

const PATH = /^([a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/is;
/** A path may begin with the schema of the attribute; one of an extension is of attributes that nobody knows here. */
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i;
const FOREIGN = /^urn:/i;
/** The schema alone stands for the resource itself. */
const WHOLE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group)$/i;

type Where = Pick<PatchStep, 'attribute' | 'filter' | 'sub'>;

/** Undefined: an attribute that nobody knows here; of one without a path any name is one. */
const pathIn = (text: unknown, loose = false): Where | undefined => {
  if (typeof text !== 'string' || text.length > MOST_PATH) throw scimInvalid('invalidPath', 'A path must be text.');
  const path = text.trim().replace(CORE, '');
  if (FOREIGN.test(path)) return undefined;
  const [, attribute, filter, sub] = PATH.exec(path) ?? [];
  if (attribute === undefined) {
    if (loose) return undefined;
    throw scimInvalid('invalidPath', 'The path is not one of RFC 7644.');
  }
  return {
    attribute: attribute.toLowerCase(),
    ...(filter === undefined ? {} : { filter: filterIn(filter) }),
    ...(sub === undefined ? {} : { sub: sub.toLowerCase() }),
  };
};

const OPS = ['add', 'replace', 'remove'] as const;

/** These have one value; Entra ID may wrap it as that of a list: `[{"value": "…"}]`. */
const SINGLE = new Set(['active', 'displayname', 'externalid', 'username']);

const unwrapped = (attribute: string, value: unknown): unknown => {
  if (!SINGLE.has(attribute) || !Array.isArray(value) || value.length !== 1) return value;
  const only: unknown = value[0];
  return isObject(only) ? memberOf(only, 'value') : only;
};

const stepOf = (op: PatchStep['op'], where: Where, value: unknown, loose: boolean): PatchStep => ({
  op,
  ...where,
  value: unwrapped(where.attribute, value),
  loose,
});

/** The attributes of a resource, or of the part of it that a provider sends. */
const looseSteps = (op: PatchStep['op'], attributes: JsonObject): readonly PatchStep[] =>
  Object.entries(attributes).flatMap(([key, each]) => {
    if (WHOLE.test(key) && isObject(each)) return looseSteps(op, each);
    const where = pathIn(key, true);
    return where === undefined ? [] : [stepOf(op, where, each, true)];
  });

const stepsOf = (operation: unknown): readonly PatchStep[] => {
  if (!isObject(operation)) throw scimInvalid('invalidSyntax', 'Each operation must be an object.');
  const named = memberOf(operation, 'op');
  const op = OPS.find((each) => typeof named === 'string' && each === named.toLowerCase());
  if (op === undefined) throw scimInvalid('invalidSyntax', 'op must be add, replace or remove.');
  const value = memberOf(operation, 'value');
  const path = memberOf(operation, 'path');
  const isWhole = typeof path === 'string' && WHOLE.test(path.trim());
  if (path !== undefined && path !== null && path !== '' && !isWhole) {
    const where = pathIn(path);
    if (op !== 'remove' && value === undefined) throw scimInvalid('invalidValue', `${op} needs a value.`);
    return where === undefined ? [] : [stepOf(op, where, value, false)];
  }
  if (op === 'remove') throw scimInvalid('noTarget', 'remove needs a path.');
  if (!isObject(value)) throw scimInvalid('invalidValue', `${op} without a path needs an object as value.`);
  return looseSteps(op, value);
};

/** The operations of a PATCH, in order. Errors: 400. */
export const patchStepsIn = (json: unknown): readonly PatchStep[] => {
  const operations = memberOf(bodyOf(json, URNS.patch), 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw scimInvalid('invalidSyntax', 'Operations must be a list of at least one.');
  }
  if (operations.length > MOST_OPERATIONS) {
    throw scimInvalid('invalidValue', `At most ${MOST_OPERATIONS} operations come in one request.`);
  }
  return operations.flatMap(stepsOf);
};

/** A remove of the values of a list that names none of them, such as `[]`, takes nothing away; without a value it takes all. */
export const takesAll = ({ op, filter, value }: PatchStep): boolean =>
  op === 'remove' && filter === undefined && (value === undefined || value === null);

/** What only the server says: an identity provider that sends it along with the rest means nothing by it. */
const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups']);

/** Whether a step is passed over. Errors: 400 `mutability`, where it asks for what nobody may change. */
export const isPassedOver = ({ attribute, loose }: PatchStep): boolean => {
  if (!READ_ONLY.has(attribute)) return false;
  if (loose) return true;
  throw scimInvalid('mutability', `${attribute} is read-only.`);
};
