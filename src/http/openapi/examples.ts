/** What a field of this name looks like, as in the walk-through of the README. */
const EXAMPLES: Readonly<Record<string, string | number>> = {
  actor: 'ann@example.com',
  activeSessions: 1,
  agentId: '019b76da-3c10-7d07-8f6e-0d5a2c1b4e37',
  agentVersion: '0.1.0',
  attempts: 1,
  breakGlassMinutes: 60,
  bytes: 1_048_576,
  candidate: 4,
  cause: 'StoreDamaged',
  causationId: '4bf92f3577b34da6a3ce929d0e0e4736',
  chars: 'abcdefghijklmnopqrstuvwxyz',
  changedAt: '2026-01-31T09:30:00.000Z',
  changedBy: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4',
  channelId: '019b76df-4c27-7a63-8e15-3b9d0f6c2a84',
  checkedOutAt: '2026-01-31T09:30:00.000Z',
  clearAfterSeconds: 30,
  code: 'ALREADY_CHECKED_OUT',
  correlationId: '4bf92f3577b34da6a3ce929d0e0e4736',
  count: 1,
  createdAt: '2026-01-15T08:00:00.000Z',
  createdBy: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4',
  credential: 's3cret-of-today',
  credentialVersion: 3,
  cursor: 'WyJwcm9kLWRiLWFkbWluIl0.c2lnbmF0dXJl',
  description: 'Databases that customers depend on',
  detail: 'Identity is already checked out',
  displayName: 'Ann Example',
  durationMinutes: 30,
  email: 'ann@example.com',
  endedAt: '2026-01-31T09:52:10.000Z',
  enrolledAt: '2026-01-15T08:00:00.000Z',
  error: 'an event of a newer release',
  eventId: '019b76de-1a30-7c55-9b12-4e6f8d0a2c71',
  eventsPerSecond: 20_000,
  failures: 0,
  fault: 'this release does not know such a fact',
  expiresAt: '2026-01-31T10:00:00.000Z',
  expiresInDays: 90,
  explanation: 'The host has proved the new value by a login.',
  field: 'durationMinutes',
  found: '2026-01-31T09:30:00.000Z',
  from: '2026-01-01T00:00:00Z',
  grantId: '019b76db-52f4-7a3b-9c44-6a1d0e9f8b25',
  grantedBy: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4',
  hostId: '019b76d9-1e0b-7f42-8a57-3b9c4d2e6f10',
  hostName: 'db-1',
  hostname: 'db-1.example.com',
  id: '019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48',
  identityCount: 12,
  identityGroupName: 'Production',
  identityName: 'prod-db-admin',
  identityGroupId: '019b76d6-4d93-7b60-9e2a-1c8f7a5d3b02',
  identityId: '019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48',
  idpUserId: '019b76d4-9b38-7d15-8c6e-4f2a1b0d7e93',
  instance: '/api/v1/identities/019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48/checkout',
  ip: '192.0.2.17',
  issuer: 'https://id.example.com/',
  lag: 0,
  signInId: '9667f7c167f1f297051a766b4a0d017a',
  lastRotatedAt: '2026-01-30T02:00:00.000Z',
  lastSeenAt: '2026-01-31T09:29:58.000Z',
  lastUsedAt: '2026-01-31T09:29:00.000Z',
  leaseUntil: '2026-01-31T09:31:00.000Z',
  length: 24,
  level: 'checkout',
  limit: 50,
  madeAt: '2026-01-31T01:00:00.000Z',
  maxClassRun: 3,
  maxConcurrentSessions: 10,
  memberCount: 4,
  message: 'must be at least 5',
  min: 2,
  name: 'prod-db-admin',
  nextAttemptAt: '2026-01-31T09:30:05.000Z',
  nextCursor: 'WyJwcm9kLWRiLWFkbWluIl0.c2lnbmF0dXJl',
  nextRotationAt: '2026-03-01T02:00:00.000Z',
  oldestUnhandled: '2026-01-31T09:30:00.000Z',
  notAfter: '2026-02-01T02:00:00.000Z',
  notBefore: '2026-01-31T02:00:00.000Z',
  organizations: 2,
  organizationName: 'Acme',
  organizationId: '019b76d2-6f17-7a08-b3c5-8e4d2f1a9c60',
  percent: 42.5,
  permission: 'pam_vaults.view',
  platform: 'linux x64',
  policy: 'end-session-when-its-basis-is-lost',
  position: '00000000000000004711',
  principalName: 'Database team',
  principalId: '019b76d4-9b38-7d15-8c6e-4f2a1b0d7e93',
  q: 'prod',
  queuedAt: '2026-01-31T09:30:00.000Z',
  readAt: '2026-01-31T09:31:00.000Z',
  reason: 'Ticket 4711: index rebuild on the order database',
  retiredAt: '2026-01-30T02:00:00.000Z',
  retiredBy: 'rotation',
  revision: 7,
  roleId: '019b76d3-8a26-7c91-a4d7-0b9e3c5f1d82',
  rotationId: '019b76dc-2b47-7e0a-8d91-5f6c3a1e4b70',
  rotationIntervalDays: 30,
  secret: 'a long organization secret, at least 32 characters',
  sessionId: '019b76dd-0c55-7f18-b2e6-7a4d9c8b3f51',
  since: '2026-01-31T09:30:00.000Z',
  settledBy: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4',
  startedAt: '2026-01-31T02:00:00.000Z',
  state: 'running',
  status: 409,
  stream: 'identity-019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48',
  subject: 'ann@example.com',
  tokenId: '019b76dc-2f11-7a0e-8d3b-5c9e7f1a4b26',
  time: '2026-01-31T09:30:00.000Z',
  title: 'Identity is already checked out',
  to: '2026-02-01T00:00:00Z',
  token: 'kjt1.db-1.example',
  tries: 5,
  trigger: 'checkin',
  type: 'keyledger.identity-checked-out.v1',
  unread: 3,
  until: '2026-01-31T10:00:00.000Z',
  url: 'https://hooks.example.com/keyledger',
  userAgent: 'curl/8.5.0',
  userEmail: 'ann@example.com',
  userId: '019b76d5-3e84-7b29-9f10-2d6c8a7b4e05',
  username: 'admin',
  value: 's3cret-of-today',
  version: 3,
};

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

/** Only what has no words of its own is in want of an example. */
const wantsOne = (schema: Part, example: string | number): boolean =>
  schema['enum'] === undefined && [schema['type']].flat().some((type) => kindOf(example).includes(String(type)));

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
