import { EXAMPLES } from '../platform/validation/examples';

/** Where the same name means something else: by schema or operation. */
const ELSEWHERE: Readonly<Record<string, string | number>> = {
  'Organization.name': 'Acme',
  'createOrganization.name': 'Acme',
  'changeOrganization.name': 'Acme',
  'Role.name': 'Operator',
  'createRole.name': 'Operator',
  'changeRole.name': 'Operator',
  'IdentityGroup.name': 'Production',
  'createVault.name': 'Production',
  'changeVault.name': 'Production',
  'IdpGroup.name': 'Database team',
  'createIdpGroup.name': 'Database team',
  'renameIdpGroup.name': 'Database team',
  'Host.name': 'db-1',
  'createHost.name': 'db-1',
  'renameHost.name': 'db-1',
  'Permission.name': 'pam_vaults.view',
  'Permission.description': 'List and read vaults and identities',
  'getMe.name': 'Acme',
  'Me.name': 'Acme',
  'Policy.name': 'end-session-when-its-basis-is-lost',
  'retryParkedEvent.name': 'end-session-when-its-basis-is-lost',
  'dismissParkedEvent.name': 'end-session-when-its-basis-is-lost',
  'Projection.name': 'audit_trail',
  'rebuildProjection.name': 'audit_trail',
  'replayStream.name': 'identity-019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48',
  'restoreVersion.version': '3',
  'discardVersion.version': '3',
  'NotificationChannel.to': 'oncall@example.com',
  'setOrganizationChannels.to': 'oncall@example.com',
  'setAccountChannels.to': 'oncall@example.com',
  'Problem.type': 'urn:keyledger:problem:already-checked-out',
  'Problem.detail': 'Identity is already checked out',
  'AuditEntry.name': 'ensure-first-owner',
  'Job.detail': 'The host has not answered yet.',
};

type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (example: string | number): readonly string[] =>
  typeof example === 'string' ? ['string'] : ['integer', 'number'];

/** Only what has neither words nor an example of its own is in want of one. */
const wantsOne = (schema: Part, example: string | number): boolean =>
  schema['enum'] === undefined &&
  schema['examples'] === undefined &&
  [schema['type']].flat().some((type) => kindOf(example).includes(String(type)));

const exampled = (schema: unknown, name: string, scope: string): unknown => {
  const key = `${scope}.${name}`;
  const example = Object.hasOwn(ELSEWHERE, key)
    ? ELSEWHERE[key]
    : Object.hasOwn(EXAMPLES, name)
      ? EXAMPLES[name]
      : undefined;
  return isPart(schema) && example !== undefined && wantsOne(schema, example)
    ? { ...schema, examples: [example] }
    : schema;
};

/** An operation or schema with an example on every field and parameter that has one. `scope`: the operation's id. */
export const withExamples = (value: unknown, scope: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withExamples(item, scope));
  if (!isPart(value)) return value;
  const { title } = value;
  const inside = value['type'] === 'object' && typeof title === 'string' ? title : scope;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'properties' && isPart(member)) {
        const fields = Object.entries(member).map(([field, schema]) => [
          field,
          exampled(withExamples(schema, inside), field, inside),
        ]);
        return [name, Object.fromEntries(fields)];
      }
      if (name === 'schema' && typeof value['in'] === 'string' && typeof value['name'] === 'string') {
        return [name, exampled(member, value['name'], inside)];
      }
      return [name, withExamples(member, inside)];
    }),
  );
};
