import { URNS } from './urns';

type Mutability = 'readOnly' | 'readWrite' | 'immutable';

interface Stated {
  readonly description: string;
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference';
  readonly mutability?: Mutability;
  readonly required?: true;
  readonly caseExact?: true;
  readonly multiValued?: true;
  readonly uniqueness?: 'none' | 'server';
  readonly referenceTypes?: readonly string[];
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly object[];
}

const attribute = (name: string, stated: Stated): object => {
  const { type = 'string', mutability = 'readWrite', required = false, multiValued = false, ...rest } = stated;
  const { caseExact = false, uniqueness = 'none', ...more } = rest;
  const ofText = type === 'string' || type === 'reference' ? { caseExact, uniqueness } : {};
  return { name, type, multiValued, required, mutability, returned: 'default', ...ofText, ...more };
};

const EXTERNAL_ID = attribute('externalId', {
  description: 'What the identity provider calls it, for itself.',
  caseExact: true,
});

const USER = [
  attribute('userName', {
    description: 'The e-mail address by which the person signs in. It never changes.',
    mutability: 'immutable',
    required: true,
    uniqueness: 'server',
  }),
  attribute('displayName', {
    description: 'What the person is called; without it, by name or userName.',
    required: true,
  }),
  attribute('active', {
    description: 'Whether grants hold for the person; without it, yes. Deactivation ends sessions.',
    type: 'boolean',
    required: true,
  }),
  EXTERNAL_ID,
  attribute('emails', {
    description: 'The userName again: the one address by which the person is known here.',
    type: 'complex',
    multiValued: true,
    mutability: 'immutable',
    subAttributes: [
      attribute('value', { description: 'The address.', mutability: 'immutable' }),
      attribute('type', { description: 'Of which kind.', mutability: 'immutable', canonicalValues: ['work'] }),
      attribute('primary', { description: 'The one that counts.', type: 'boolean', mutability: 'immutable' }),
    ],
  }),
];

const GROUP = [
  attribute('displayName', { description: 'What the group is called.', required: true }),
  EXTERNAL_ID,
  attribute('members', {
    description: 'Who is in the group: grants to it reach them.',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute('value', { description: 'Id of the User.', mutability: 'immutable', caseExact: true }),
      attribute('$ref', {
        description: 'Where the User is.',
        type: 'reference',
        mutability: 'immutable',
        referenceTypes: ['User'],
        caseExact: true,
      }),
      attribute('type', { description: 'Of which kind.', mutability: 'immutable', canonicalValues: ['User'] }),
    ],
  }),
];

const schema = (id: string, name: string, description: string, attributes: readonly object[]) => ({
  schemas: [URNS.schema],
  id,
  name,
  description,
  attributes,
});

/** RFC 7643 § 7: what a User and a Group are here, and no attribute that is not kept. */
export const SCHEMAS = [
  schema(URNS.user, 'User', 'A person of the directory.', USER),
  schema(URNS.group, 'Group', 'A group of the directory.', GROUP),
] as const;
