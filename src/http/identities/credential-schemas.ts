import { Type, type Static } from '@sinclair/typebox';
import { Id, input, oneOf, Reason } from '../schema/fields';
import { ProvenWhere } from '../schema/proven';
import { anyText } from '../schema/text';

/** Bytes, not characters: what is sealed is UTF-8. */
export const MAX_CREDENTIAL_BYTES = 64 * 1024;

export const Credential = anyText({ max: MAX_CREDENTIAL_BYTES, description: '1 byte to 64 KiB of UTF-8.' });

export const ReplaceCredentialBody = input({ credential: Credential });
export type ReplaceCredentialBody = Static<typeof ReplaceCredentialBody>;

/** Nobody has to say why; who does stands in the audit with it. */
export const RevealBody = input({ reason: Type.Optional(Reason) });
export type RevealBody = Static<typeof RevealBody>;

/** A value on its way to the person who may see it. */
export const Disclosed = Type.Object(
  {
    type: oneOf('password', 'ssh_key', 'api_key', 'certificate', 'other'),
    username: Type.String(),
    value: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    proven: ProvenWhere,
    alternatives: Type.Optional(
      Type.Array(
        Type.Object({
          version: Type.Integer({ minimum: 1 }),
          value: Type.String(),
          label: Type.Optional(oneOf('current', 'candidate', 'former')),
        }),
        {
          description:
            'What to try, in this order, where the value does not work: a host may hold one of these instead. After broken glass every value there is, newest first, and what it is.',
        },
      ),
    ),
    elsewhere: Type.Optional(
      Type.Array(Type.Object({ hostId: Id, version: Type.Integer({ minimum: 1 }) }), {
        description: 'Hosts known to be on another version; a checkout that names the host gets that one.',
      }),
    ),
    unverified: Type.Optional(Type.Boolean({ description: 'Nobody has proved that it works on the hosts.' })),
  },
  { title: 'Credential' },
);

export const Revealed = Type.Object(
  { credential: Disclosed, clearAfterSeconds: Type.Integer() },
  { title: 'Revealed' },
);
