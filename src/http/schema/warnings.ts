import { Type } from '@sinclair/typebox';

/** What whoever looks at a thing should know of it; absent: nothing. */
export const Warnings = Type.Optional(
  Type.Array(Type.Object({ code: Type.String(), detail: Type.String() }), {
    description: 'What should be put right, such as a password policy that was set before weak ones were refused.',
  }),
);
