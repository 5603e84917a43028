import type { ValidationError } from 'class-validator';
import type { Complaint } from './complaint';
import { RULE } from './field';

export interface FieldError {
  /** Where, as one would write it: `roles[0].roleId`; `body` for the whole. */
  readonly field: string;
  readonly message: string;
}

/** The most complaints in one answer. */
export const MOST_ERRORS = 20;

const step = (at: string, name: string): string => {
  if (/^\d+$/.test(name)) return `${at}[${name}]`;
  return at === '' ? name : `${at}.${name}`;
};

/** What a rule said: ours as lists of complaints, any other of class-validator's as one message that names the field itself. */
const said = (field: string, rule: string, message: string): readonly FieldError[] =>
  rule === RULE
    ? (JSON.parse(message) as readonly Complaint[]).map(({ at, says }) => ({ field: `${field}${at}`, message: says }))
    : [{ field, message: message.replace(/^\S+ /, '') }];

/** Whether a nested value is an object or a list is our own rules' question. */
const NESTED = 'nestedValidation';

/** class-validator's tree as a list. */
export const fieldErrors = (errors: readonly ValidationError[], at = ''): readonly FieldError[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = step(at, property);
    const own = Object.entries(constraints)
      .filter(([rule]) => rule !== NESTED)
      .flatMap(([rule, message]) => said(field, rule, message));
    return [...own, ...fieldErrors(children, field)];
  });
