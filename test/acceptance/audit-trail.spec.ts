import type { RecordedEvent } from '../../src/kernel/recorded-event';
import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Audit trail: every command, every disclosure and every refusal is a fact, and nothing else is. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const REQUEST = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  'user-agent': 'audit-trail.spec',
};
type Act = (who: Client) => Promise<Answer>;

/** What one request wrote, policies aside. */
const written = async (act: () => Promise<unknown>): Promise<readonly RecordedEvent[]> => {
  const { eventStore } = application.adapters;
  const before = await eventStore.head();
  await act();
  const facts = await eventStore.readAll({ from: before, limit: 100 });
  return facts.filter(({ metadata }) => metadata.actor.kind === 'user');
};

const identity = async (settings?: object) => (await fixture.newIdentity(settings)).id;
const session = async (settings?: object) => {
  const id = await identity(settings);
  const body = { reason: 'x', durationMinutes: 5 };
  return (await fixture.people.user.ok('POST', `/identities/${id}/checkout`, body)).session.id;
};
const host = async () => (await owner.ok('POST', '/hosts', { name: 'h', organizationId: fixture.organizationId })).id;
const vault = async () =>
  (await owner.ok('POST', '/identity-groups', { name: 'v', organizationId: fixture.organizationId })).id;
const grant = async () => {
  const body = { principalType: 'user', principalId: fixture.idpUserIds['stranger'], level: 'view_vault' };
  return (await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, body)).id;
};
const replaced = async () => {
  const id = await identity();
  await owner.ok('PUT', `/identities/${id}/credential`, { credential: 'second' });
  return id;
};
const send =
  (method: string, path: string, body?: object): Act =>
  (who) =>
    who.send(method, path, body, REQUEST);
const newIdentity = () => ({
  identityGroupId: fixture.vaultId,
  name: 'x',
  username: 'x',
  credential: 'never told',
  credentialType: 'other',
});
const access = () => `/identity-groups/${fixture.vaultId}/access`;

/** A command on something, its refusal's name, and the facts it makes when an owner gives it. */
const COMMANDS: [string, () => Promise<Act>, string, string[]][] = [
  [
    'create a vault',
    async () => send('POST', '/identity-groups', { name: 'x', organizationId: fixture.organizationId }),
    'vault-create-refused',
    ['organization-member-reserved', 'vault-created'],
  ],
  [
    'change a vault',
    async () => send('PATCH', `/identity-groups/${await vault()}`, { name: 'y' }),
    'vault-change-refused',
    ['vault-changed'],
  ],
  [
    'delete a vault',
    async () => send('DELETE', `/identity-groups/${await vault()}`),
    'vault-delete-refused',
    ['vault-members-closed', 'vault-deleted', 'organization-member-released'],
  ],
  [
    'create an identity',
    async () => send('POST', '/identities', newIdentity()),
    'identity-create-refused',
    ['vault-member-reserved', 'identity-created'],
  ],
  [
    'change an identity',
    async () => send('PATCH', `/identities/${await identity()}`, { name: 'y' }),
    'identity-change-refused',
    ['identity-changed'],
  ],
  [
    'set a value',
    async () => send('PUT', `/identities/${await identity()}/credential`, { credential: 'never told' }),
    'credential-replace-refused',
    ['identity-credential-replaced'],
  ],
  [
    'restore a version',
    async () => send('POST', `/identities/${await replaced()}/versions/1/restore`),
    'credential-version-restore-refused',
    ['credential-version-restored'],
  ],
  [
    'discard a version',
    async () => send('POST', `/identities/${await replaced()}/versions/1/discard`),
    'credential-version-discard-refused',
    ['credential-version-discarded'],
  ],
  [
    'rotate',
    async () => send('POST', `/identities/${await identity()}/rotate`),
    'rotation-request-refused',
    ['rotation-requested'],
  ],
  [
    'delete an identity',
    async () => send('DELETE', `/identities/${await identity()}`),
    'identity-delete-refused',
    ['identity-deleted', 'vault-member-released'],
  ],
  [
    'bring an identity back',
    async () => {
      const id = await identity();
      await owner.ok('DELETE', `/identities/${id}`);
      return send('POST', `/identities/${id}/undelete`);
    },
    'identity-undelete-refused',
    ['vault-member-reserved', 'identity-undeleted'],
  ],
  [
    'reveal',
    async () => send('POST', `/identities/${await identity()}/reveal`),
    'identity-reveal-refused',
    ['identity-revealed'],
  ],
  [
    'check out',
    async () => send('POST', `/identities/${await identity()}/checkout`, { reason: 'x', durationMinutes: 5 }),
    'identity-check-out-refused',
    ['identity-checked-out'],
  ],
  [
    'force a checkin',
    async () => send('POST', `/sessions/${await session()}/force-checkin`, { reason: 'x' }),
    'identity-force-check-in-refused',
    ['identity-checked-in', 'rotation-requested'],
  ],
  [
    'give a grant',
    async () => {
      const body = { principalType: 'user', principalId: fixture.idpUserIds['stranger'], level: 'checkout' };
      return send('POST', access(), body);
    },
    'grant-give-refused',
    ['grant-given'],
  ],
  [
    'change a grant',
    async () => send('PATCH', `${access()}/${await grant()}`, { level: 'checkout' }),
    'grant-change-refused',
    ['grant-changed'],
  ],
  [
    'revoke a grant',
    async () => send('DELETE', `${access()}/${await grant()}`),
    'grant-revoke-refused',
    ['grant-revoked'],
  ],
  [
    'make a host',
    async () => send('POST', '/hosts', { name: 'x', organizationId: fixture.organizationId }),
    'host-create-refused',
    ['organization-member-reserved', 'host-created'],
  ],
  [
    'delete a host',
    async () => send('DELETE', `/hosts/${await host()}`),
    'host-delete-refused',
    ['host-members-closed', 'host-deleted', 'organization-member-released'],
  ],
  [
    'change an organization',
    async () => send('PATCH', `/organizations/${fixture.organizationId}`, { name: `World ${Math.random()}` }),
    'organization-change-refused',
    ['organization-changed'],
  ],
  [
    'set a secret',
    async () => send('PUT', `/organizations/${fixture.elsewhereId}/secret`, { secret: 'never told'.repeat(4) }),
    'organization-secret-set-refused',
    ['organization-secret-set'],
  ],
];

const short = (facts: readonly RecordedEvent[]) => facts.map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));

describe.each(COMMANDS)('%s', (_, prepare, refusedAs, facts) => {
  test('is told with who, from where and in which request', async () => {
    const act = await prepare();
    const told = await written(() => act(owner));
    expect(short(told)).toEqual(facts);
    for (const { metadata, data } of told) {
      expect(metadata).toMatchObject({
        actor: { kind: 'user', userId: fixture.userIds.owner, email: owner.email },
        ip: '127.0.0.1',
        userAgent: 'audit-trail.spec',
        correlationId: '0af7651916cd43dd8448eb211c80319c',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect(data).toMatchObject({ organizationId: expect.any(String) });
      expect(JSON.stringify(data)).not.toContain('never told');
    }
  });

  test.each(['viewer', 'stranger'] as const)('refused to a %s, it is one fact', async (kind) => {
    const act = await prepare();
    let answer: Answer | undefined;
    const told = await written(async () => {
      answer = await act(fixture.people[kind]);
    });
    expect(short(told)).toEqual([refusedAs]);
    expect([403, 404]).toContain(answer?.status);
    expect(told[0]).toMatchObject({
      stream: expect.stringMatching(/^denied-/),
      data: { organizationId: expect.any(String), code: answer?.body.code },
      metadata: { actor: { email: fixture.people[kind].email }, ip: '127.0.0.1', userAgent: 'audit-trail.spec' },
    });
    expect(JSON.stringify(told)).not.toContain('never told');
  });
});

test('reads of metadata, malformed requests, unknown ids and unknown people are no facts', async () => {
  const id = await identity();
  const nobody = { authorization: 'Bearer nobody' };
  const told = await written(async () => {
    await owner.ok('GET', '/identities?q=x');
    await owner.ok('GET', `/identities/${id}/rotation`);
    expect((await owner.post(`/identities/${id}/checkout`, { reason: '' })).status).toBe(400);
    expect((await owner.post(`/identities/${id}/checkout`, undefined, nobody)).status).toBe(401);
    expect((await owner.post('/identities/nothing/reveal')).status).toBe(404);
    expect((await owner.patch('/identity-groups/nothing', { name: 'x' })).status).toBe(404);
    expect((await owner.post(`/sessions/${id}.nothing/checkin`)).status).toBe(404);
  });
  expect(short(told)).toEqual([]);
});
