import { Type } from '@sinclair/typebox';
import { label } from './text';

/** What generated passwords look like; whether anything satisfies it is for the domain to say. */
export const PasswordPolicy = Type.Object(
  {
    length: Type.Integer({ minimum: 1, maximum: 256, description: 'At least 8, or it is refused.' }),
    classes: Type.Array(
      Type.Object(
        {
          chars: label({ max: 94, description: 'Printable ASCII, each once.' }),
          min: Type.Integer({ minimum: 0, maximum: 256 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 6 },
    ),
    maxClassRun: Type.Optional(Type.Integer({ minimum: 1, maximum: 256 })),
    edgeAlphanumeric: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, title: 'PasswordPolicy' },
);
