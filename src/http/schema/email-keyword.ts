import type { SchemaValidateFunction } from 'ajv';
import type { FuncKeywordDefinition } from 'ajv/dist/2020';
import { emailComplaint, hasEmailForm } from '../../kernel/email-complaint';

/** What is wrong with an address that has the form of one; whether it has is for the pattern beside it. */
const validate: SchemaValidateFunction = (wanted: boolean, text: string) => {
  const complaint = wanted && hasEmailForm(text) ? emailComplaint(text) : undefined;
  validate.errors = complaint === undefined ? [] : [{ keyword: 'x-email', params: { complaint } }];
  return complaint === undefined;
};

/** `x-email`: an address that may be taken on, as everywhere an address comes in. */
export const emailKeyword: FuncKeywordDefinition = {
  keyword: 'x-email',
  type: 'string',
  schemaType: 'boolean',
  errors: true,
  validate,
};
