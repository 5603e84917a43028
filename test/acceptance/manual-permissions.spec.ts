import { client, type Answer, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { TurnedClock } from '../support/application/turned-clock';

/** § Permissions reference: every action of the manual's table by every kind of person, with the exact status and code. */
const KINDS = [
  'owner',
  'admin',
  'manager',
  'checkout user',
  'user with view_credentials',
  'auditor',
  'responder',
  'host admin',
  'support, let in',
  'support, shut out',
  'machine',
  'nobody',
  'no token',
] as const;
type Kind = (typeof KINDS)[number];

const clock = new TurnedClock();
let application: RunningApplication;
let fixture: SupportFixture;
let agent: ScriptedAgent;
const people = new Map<Kind, Client>();

const newRole = async (name: string, permissions: readonly string[]): Promise<string> =>
  (await fixture.owner.ok('POST', '/roles', { name, permissions })).id;

beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newSupportFixture(application);
  const { owner, organizationId, people: known } = fixture;
  const assign = async (userId: string, roleId: string) =>
    owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId }] });
  const responder = await application.as('table-responder@example.com');
  const responderId = (await responder.ok('GET', '/me')).user.id;
  await assign(responderId, await newRole('Table responder', ['pam_vaults.break_glass']));
  const { id: machineId } = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Robot' });
  const ofMachine = ['pam_vaults.view', 'pam_vaults.manage', 'pam_vaults.break_glass'];
  await assign(machineId, await newRole('Table machine', ofMachine));
  const { token } = await owner.ok('POST', `/users/${machineId}/tokens`, { name: 'Job', expiresInDays: 1 });
  const { url } = application;
  const clients: Readonly<Record<Kind, Client>> = {
    owner,
    admin: known.admin,
    manager: known.manager,
    'checkout user': known.user,
    'user with view_credentials': known.revealer,
    auditor: known.auditor,
    responder,
    'host admin': known.hostAdmin,
    'support, let in': fixture.support,
    'support, shut out': fixture.support,
    machine: client(url, '', token),
    nobody: known.stranger,
    'no token': client(url, '', ''),
  };
  for (const kind of KINDS) people.set(kind, clients[kind]);
  agent = await ScriptedAgent.onNewHost(application, owner, organizationId, 'web-1', () => clock.now());
}, 120_000);
afterAll(() => application.end());

const told = (status: number): Record<Kind, string> =>
  Object.fromEntries(KINDS.map((kind) => [kind, String(status)])) as Record<Kind, string>;
const DENIED = '403 PERMISSION_DENIED';

/** What each is answered: `may` the status, the others what keeps them out, from which `others` differ. */
const answers = (
  status: number,
  may: readonly Kind[],
  others: Partial<Record<Kind, string>> = {},
): Readonly<Record<Kind, string>> => ({
  ...(Object.fromEntries(KINDS.map((kind) => [kind, DENIED])) as Record<Kind, string>),
  'support, shut out': '403 SUPPORT_ACCESS_OFF',
  nobody: '404 NOT_FOUND',
  'no token': '401 UNAUTHENTICATED',
  ...Object.fromEntries(may.map((kind) => [kind, told(status)[kind]])),
  ...others,
});

const VIEW: readonly Kind[] = [
  'owner',
  'manager',
  'checkout user',
  'user with view_credentials',
  'support, let in',
  'machine',
];
const MANAGE: readonly Kind[] = ['owner', 'manager', 'support, let in', 'machine'];
const UNGRANTED = { manager: '403 VAULT_ACCESS_DENIED', machine: '403 NO_IDP_USER_MAPPING' } as const;

type Act = (person: Client) => Promise<Answer>;
const inOrganization = () => `organizationId=${fixture.organizationId}`;
const identity = async (settings: object = {}) => (await fixture.newIdentity(settings)).id;
const emptyVault = async (): Promise<string> => {
  const body = { name: 'empty', organizationId: fixture.organizationId };
  return (await fixture.owner.ok('POST', '/identity-groups', body)).id;
};
const newIdentity = { name: 'n', username: 'n', credential: 'x', credentialType: 'password' };
const shared = { allowConcurrentCheckout: true, maxConcurrentSessions: 50 };

/** Action, how it is prepared for each try, and what each is answered. */
const TABLE: readonly [string, () => Promise<Act>, Readonly<Record<Kind, string>>][] = [
  ['List vaults', async () => (who) => who.get(`/identity-groups?${inOrganization()}`), answers(200, VIEW)],
  ['List identities', async () => (who) => who.get(`/identities?${inOrganization()}`), answers(200, VIEW)],
  [
    'Create vaults',
    async () => (who) => who.post('/identity-groups', { name: 'x', organizationId: fixture.organizationId }),
    answers(201, MANAGE),
  ],
  [
    'Update vaults',
    async () => (who) => who.patch(`/identity-groups/${fixture.vaultId}`, { description: `by ${who.email}` }),
    answers(200, MANAGE),
  ],
  [
    'Delete vaults',
    async () => {
      const id = await emptyVault();
      return (who) => who.delete(`/identity-groups/${id}`);
    },
    answers(204, MANAGE),
  ],
  [
    'Create identities',
    async () => (who) => who.post('/identities', { ...newIdentity, identityGroupId: fixture.vaultId }),
    answers(201, MANAGE),
  ],
  [
    'Update identities',
    async () => {
      const id = await identity();
      return (who) => who.patch(`/identities/${id}`, { name: 'other' });
    },
    answers(200, MANAGE),
  ],
  [
    'Reveal credential value',
    async () => {
      const id = await identity();
      return (who) => who.post(`/identities/${id}/reveal`);
    },
    answers(200, ['owner', 'checkout user', 'user with view_credentials', 'support, let in'], UNGRANTED),
  ],
  [
    'Checkout credential',
    async () => {
      const id = await identity(shared);
      return (who) => who.post(`/identities/${id}/checkout`, { reason: 'table', durationMinutes: 5 });
    },
    answers(201, ['owner', 'checkout user', 'support, let in'], {
      ...UNGRANTED,
      'user with view_credentials': '403 VAULT_ACCESS_DENIED',
    }),
  ],
  [
    'Rotate password',
    async () => {
      const id = await identity();
      return (who) => who.post(`/identities/${id}/rotate`);
    },
    answers(202, MANAGE),
  ],
  [
    'Break-glass emergency checkout',
    async () => {
      const id = await identity();
      return (who) => who.post(`/identities/${id}/break-glass`, { reason: 'table' });
    },
    answers(201, ['owner', 'responder']),
  ],
  [
    'PAM enrollment',
    async () => {
      await agent.poll();
      const username = `n${Math.random().toString(36).slice(2)}`;
      return (who) => who.post(`/hosts/${agent.hostId}/pam-enroll`, { username, identityGroupId: fixture.vaultId });
    },
    answers(202, ['owner', 'host admin', 'support, let in']),
  ],
  ['View sessions', async () => (who) => who.get(`/sessions?${inOrganization()}`), answers(200, VIEW)],
];

describe.each(TABLE)('%s', (_, prepare, expected) => {
  test.each(KINDS)('by %s', async (kind) => {
    if (kind.startsWith('support')) await fixture.set(fixture.organizationId, kind === 'support, let in');
    const act = await prepare();
    const { status, body } = await act(people.get(kind) as Client);
    expect(body?.code === undefined ? String(status) : `${status} ${body.code}`).toBe(expected[kind]);
  });
});

describe('what the table asks for besides', () => {
  test('a host must be online', async () => {
    clock.pass(2);
    const body = { username: 'late', identityGroupId: fixture.vaultId };
    const { hostAdmin } = fixture.people;
    expect((await hostAdmin.post(`/hosts/${agent.hostId}/pam-enroll`, body)).body).toMatchObject({
      status: 409,
      code: 'HOST_OFFLINE',
    });
  });

  test('break-glass is limited to 3 a minute', async () => {
    const id = await identity();
    const responder = people.get('responder') as Client;
    const answered = [];
    for (let n = 0; n < 4; n++) answered.push(await responder.post(`/identities/${id}/break-glass`, { reason: 'x' }));
    expect(answered.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(answered[3]?.body.code).toBe('BREAK_GLASS_RATE_LIMITED');
  });
});
