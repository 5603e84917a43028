import type { Answer, Client } from '../support/application/client';
import { SignedAgent } from '../support/application/signed-agent';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { KINDS, newFixture, type Kind, type Fixture } from '../support/application/fixture';

/** The manual's permissions reference: every action by every kind of person. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

type Act = (person: Client) => Promise<Answer>;
type Outcome = 'may' | 'PERMISSION_DENIED' | 'VAULT_ACCESS_DENIED' | 'NO_IDP_USER_MAPPING' | 'NOT_FOUND';

const VIEWERS: readonly Kind[] = ['viewer', 'vaultViewer', 'revealer', 'user', 'groupUser', 'expired', 'unmapped'];

/** By default somebody with a role there lacks the permission, and a stranger learns nothing. */
const expected = (may: readonly Kind[], others: Partial<Record<Kind, Outcome>> = {}): Record<Kind, Outcome> =>
  Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      others[kind] ?? (may.includes(kind) ? 'may' : kind === 'stranger' ? 'NOT_FOUND' : 'PERMISSION_DENIED'),
    ]),
  ) as Record<Kind, Outcome>;

const withoutGrant = (level: readonly Kind[]): Partial<Record<Kind, Outcome>> => ({
  ...Object.fromEntries([...VIEWERS, 'manager' as const].map((kind) => [kind, 'VAULT_ACCESS_DENIED'])),
  ...Object.fromEntries(level.map((kind) => [kind, 'may'])),
  unmapped: 'NO_IDP_USER_MAPPING',
});

const identity = async (settings?: object) => (await fixture.newIdentity(settings)).id;

const ownersSession = async (): Promise<string> => {
  const path = `/identities/${await identity()}/checkout`;
  return (await fixture.owner.ok('POST', path, { reason: 'table', durationMinutes: 30 })).session.id;
};

const host = async (): Promise<string> =>
  (await fixture.owner.ok('POST', '/hosts', { name: 'web-1', organizationId: fixture.organizationId })).id;

const hostWithAgent = async () => {
  const id = await host();
  const agent = new SignedAgent(application.url);
  await agent.enroll((await fixture.owner.ok('POST', `/hosts/${id}/join-token`)).token);
  return { id, agentId: agent.agentId };
};

const table: readonly [string, () => Promise<Act>, Record<Kind, Outcome>][] = [
  [
    'list identities of the organization',
    async () => (person) => person.get(`/identities?organizationId=${fixture.organizationId}`),
    expected(['owner', 'manager', ...VIEWERS]),
  ],
  [
    'read a vault',
    async () => (person) => person.get(`/identity-groups/${fixture.vaultId}`),
    expected(['owner', 'manager', ...VIEWERS]),
  ],
  [
    'create a vault',
    async () => (person) => person.post('/identity-groups', { name: 'x', organizationId: fixture.organizationId }),
    expected(['owner', 'manager']),
  ],
  [
    'change a vault',
    async () => (person) => person.patch(`/identity-groups/${fixture.vaultId}`, { description: 'x' }),
    expected(['owner', 'manager']),
  ],
  [
    'create an identity',
    async () => (person) =>
      person.post('/identities', {
        identityGroupId: fixture.vaultId,
        name: 'x',
        username: 'x',
        credential: 'x',
        credentialType: 'password',
      }),
    expected(['owner', 'manager']),
  ],
  [
    'set a value',
    async () => {
      const id = await identity();
      return (person) => person.put(`/identities/${id}/credential`, { credential: `by ${person.email}` });
    },
    expected(['owner', 'manager']),
  ],
  [
    'reveal',
    async () => {
      const id = await identity();
      return (person) => person.post(`/identities/${id}/reveal`);
    },
    expected(['owner'], withoutGrant(['revealer', 'user', 'groupUser'])),
  ],
  [
    'check out',
    async () => {
      const id = await identity({ allowConcurrentCheckout: true, maxConcurrentSessions: 100 });
      return (person) => person.post(`/identities/${id}/checkout`, { reason: 'table', durationMinutes: 5 });
    },
    expected(['owner'], withoutGrant(['user', 'groupUser'])),
  ],
  [
    'break the glass',
    async () => {
      const id = await identity();
      return (person) => person.post(`/identities/${id}/break-glass`, { reason: 'table' });
    },
    expected(['owner']),
  ],
  [
    'rotate',
    async () => {
      const ids = new Map<string, string>();
      for (const kind of KINDS) {
        ids.set(fixture.people[kind].email, await identity());
      }
      return (person) => person.post(`/identities/${ids.get(person.email)}/rotate`);
    },
    expected(['owner', 'manager']),
  ],
  [
    'see sessions',
    async () => (person) => person.get(`/sessions?organizationId=${fixture.organizationId}`),
    expected(['owner', 'manager', ...VIEWERS]),
  ],
  [
    'see all requests for access',
    async () => (person) => person.get('/access-requests?view=all'),
    expected(['owner', 'manager', ...VIEWERS], { stranger: 'PERMISSION_DENIED' }),
  ],
  [
    "extend the owner's session",
    async () => {
      const sessionId = await ownersSession();
      return (person) => person.post(`/sessions/${sessionId}/extend`, { reason: 'table', durationMinutes: 5 });
    },
    expected(['owner']),
  ],
  [
    "check the owner's session in",
    async () => {
      const sessionId = await ownersSession();
      return (person) => person.post(`/sessions/${sessionId}/checkin`);
    },
    expected(['owner']),
  ],
  [
    'read the access grants',
    async () => (person) => person.get(`/identity-groups/${fixture.vaultId}/access`),
    expected(['owner', 'manager', ...VIEWERS]),
  ],
  [
    'give access',
    async () => (person) =>
      person.post(`/identity-groups/${fixture.vaultId}/access`, {
        principalType: 'user',
        principalId: fixture.idpUserIds['stranger'],
        level: 'view_vault',
      }),
    expected(['owner', 'manager']),
  ],
  [
    'make a host',
    async () => (person) => person.post('/hosts', { name: 'web-1', organizationId: fixture.organizationId }),
    expected(['owner', 'hostAdmin']),
  ],
  [
    'issue a join token',
    async () => {
      const id = await host();
      return (person) => person.post(`/hosts/${id}/join-token`);
    },
    expected(['owner', 'hostAdmin']),
  ],
  [
    'list the agents of a host',
    async () => {
      const id = await host();
      return (person) => person.get(`/hosts/${id}/agents`);
    },
    expected(['owner', 'hostAdmin']),
  ],
  [
    'approve an agent',
    async () => {
      const { id, agentId } = await hostWithAgent();
      return (person) => person.post(`/hosts/${id}/agents/${agentId}/approve`);
    },
    expected(['owner', 'hostAdmin']),
  ],
  [
    'revoke an agent',
    async () => {
      const { id, agentId } = await hostWithAgent();
      return (person) => person.post(`/hosts/${id}/agents/${agentId}/revoke`);
    },
    expected(['owner', 'hostAdmin']),
  ],
  [
    'read the audit of the organization',
    async () => (person) => person.get(`/audit?organizationId=${fixture.organizationId}`),
    expected(['owner', 'admin', 'auditor']),
  ],
  [
    'change the organization',
    async () => (person) => person.patch(`/organizations/${fixture.organizationId}`, { name: 'World' }),
    expected(['owner', 'admin', 'steward']),
  ],
  [
    'make an organization',
    async () => (person) => person.post('/organizations', { name: 'x' }),
    expected(['owner', 'admin'], { stranger: 'PERMISSION_DENIED' }),
  ],
  [
    'put a person into the directory',
    async () => (person) => person.post('/idp/users', { email: `new-${person.email}`, displayName: 'x', active: true }),
    expected(['owner', 'admin'], { stranger: 'PERMISSION_DENIED' }),
  ],
  [
    'make somebody an owner',
    async () => (person) => person.put(`/users/${fixture.userIds.owner}/owner`, { owner: true }),
    expected(['owner'], { stranger: 'PERMISSION_DENIED' }),
  ],
];

describe.each(table)('%s', (_, prepare, outcomes) => {
  let act: Act;
  beforeAll(async () => {
    act = await prepare();
  });
  it.each(KINDS)('by %s', async (kind) => {
    const { status, body } = await act(fixture.people[kind]);
    const outcome = status < 300 ? 'may' : (body?.code as string);
    expect(outcome).toBe(outcomes[kind]);
  });
});
