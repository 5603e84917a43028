import { emailComplaint, hasEmailForm } from '../../../kernel/email-complaint';
import { complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';
import { patterned } from './patterned';

const address = patterned({
  min: 3,
  max: 254,
  pattern:
    '^[^\\s@\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]{1,64}@[^\\s@\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$',
  says: 'must be an e-mail address',
});

const told: Kind = {
  ...address,
  schema: { ...address.schema, pattern: String(address.schema['pattern']).replaceAll('\\ud800-\\udfff', '') },
};

const given: Kind = {
  ...told,
  complaints: (value: string) => {
    const found = hasEmailForm(value) ? emailComplaint(value) : undefined;
    return [...told.complaints(value as never), ...(found === undefined ? [] : [complaint(found)])];
  },
};

/** An e-mail address that somebody gives; what looks like another is refused. */
export const Email = (options?: FieldOptions): PropertyDecorator => Field(given, options);

/** One that is told: among those taken on before may be any. */
export const ToldEmail = (options?: FieldOptions): PropertyDecorator => Field(told, options);
