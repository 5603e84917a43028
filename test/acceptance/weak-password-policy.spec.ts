import { ANY } from '../../src/kernel/expected-revision';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** Whoever weakens passwords may not thereby come to know them: a policy leaves 2^64, and weakening one takes a say in the vaults. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const of = (length: number, chars: string) => ({ length, classes: [{ chars, min: 0 }] });
const guessable = of(8, 'a');
const organizationOf = () => `/organizations/${fixture.organizationId}`;

test('one that leaves fewer than 2^64 is refused at every level, made or changed, and is told by how much', async () => {
  const { id } = await fixture.newIdentity();
  const { organizationId, vaultId: identityGroupId } = fixture;
  const credential = { username: 'u', credential: 'v', credentialType: 'password' };
  const passwordPolicy = of(13, LETTERS);
  const answers = [
    await owner.post('/organizations', { name: 'x', settings: { passwordPolicy } }),
    await owner.patch(organizationOf(), { settings: { passwordPolicy } }),
    await owner.post('/identity-groups', { name: 'x', organizationId, passwordPolicy }),
    await owner.patch(`/identity-groups/${identityGroupId}`, { passwordPolicy }),
    await owner.post('/identities', { name: 'x', identityGroupId, ...credential, passwordPolicy }),
    await owner.patch(`/identities/${id}`, { passwordPolicy }),
  ];
  for (const { status, body } of answers) {
    expect([status, body.code, body.bits]).toEqual([422, 'PASSWORD_POLICY_UNSATISFIABLE', 61]);
    expect(body.detail).toContain('61.1 bits');
  }
  expect((await owner.patch(`/identities/${id}`, { passwordPolicy: of(64, 'ab') })).status).toBe(200);
});

test('an admin without a say in the vaults may strengthen passwords, not weaken them', async () => {
  const { admin } = fixture.people;
  const patch = (passwordPolicy: object | null) => admin.patch(organizationOf(), { settings: { passwordPolicy } });
  const weaker = [await patch(guessable), await patch(of(20, LETTERS))];
  for (const { status, body } of weaker) {
    expect([status, body.code, body.permission]).toEqual([403, 'PERMISSION_DENIED', 'pam_vaults.manage']);
  }
  expect((await patch(of(64, LETTERS))).status).toBe(200);
  // Clearing it is a change to the default, which is weaker than this one.
  expect((await patch(null)).body.code).toBe('PERMISSION_DENIED');
  expect((await admin.patch(organizationOf(), { name: 'as before' })).status).toBe(200);
  expect((await owner.patch(organizationOf(), { settings: { passwordPolicy: null } })).status).toBe(200);
});

test('an organization that is made starts no weaker either: its policy takes the place of the default', async () => {
  const { admin } = fixture.people;
  const make = (passwordPolicy: object) => admin.post('/organizations', { name: 'new', settings: { passwordPolicy } });
  for (const { status, body } of [await make(guessable), await make(of(20, LETTERS))]) {
    expect([status, body.code, body.permission]).toEqual([403, 'PERMISSION_DENIED', 'pam_vaults.manage']);
  }
  expect((await make(of(64, LETTERS))).status).toBe(201);
});

test('who may not name the host hears that, whatever the policy is', async () => {
  const { organizationId, vaultId: identityGroupId, people } = fixture;
  const { id: hostId } = await owner.ok('POST', '/hosts', { name: 'db', organizationId });
  const { id } = await fixture.newIdentity();
  const made = { name: 'x', identityGroupId, username: 'u', credential: 'v', credentialType: 'password' };
  const answersFor = async (hostIds: readonly string[], passwordPolicy: object) => [
    (await people.manager.patch(`/identities/${id}`, { hostIds, passwordPolicy })).body.code,
    (await people.manager.post('/identities', { ...made, hostIds, passwordPolicy })).body.code,
  ];
  expect(await answersFor([hostId], guessable)).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED']);
  expect(await answersFor(['nowhere'], guessable)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await answersFor([hostId], of(7, LETTERS))).toEqual(['VALIDATION_FAILED', 'VALIDATION_FAILED']);
});

test('with pam_vaults.manage there, weaker is allowed down to 2^64', async () => {
  const { steward } = fixture.people;
  const patch = (passwordPolicy: object) => steward.patch(organizationOf(), { settings: { passwordPolicy } });
  expect((await patch(of(20, LETTERS))).body.code).toBe('PERMISSION_DENIED');
  const { id: roleId } = await owner.ok('POST', '/roles', {
    name: 'both',
    permissions: ['accounts.manage', 'pam_vaults.manage'],
  });
  const roles = [{ roleId, organizationId: fixture.organizationId }];
  await owner.ok('PUT', `/users/${fixture.userIds.steward}/roles`, { roles });
  expect((await patch(of(20, LETTERS))).status).toBe(200);
  expect((await patch(guessable)).body.code).toBe('PASSWORD_POLICY_UNSATISFIABLE');
  expect((await owner.patch(organizationOf(), { settings: { passwordPolicy: null } })).status).toBe(200);
});

test('one that costs too much to count is refused at once', async () => {
  const classes = ['ab', 'cd', 'ef', 'gh', 'ij', 'kl'].map((chars) => ({ chars, min: 40 }));
  const { status, body } = await owner.patch(`/identity-groups/${fixture.vaultId}`, {
    passwordPolicy: { length: 256, classes },
  });
  expect([status, body.code]).toEqual([422, 'PASSWORD_POLICY_UNSATISFIABLE']);
  expect(body.detail).toContain('too complex');
});

test('one that was set before weak ones were refused goes on, and is told wherever it is in force, until it is changed', async () => {
  const { organizationId } = fixture;
  const { ids, eventStore } = application.adapters;
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Old', organizationId });
  const { id } = await fixture.newIdentity({ identityGroupId: vaultId });
  const paths = [organizationOf(), `/identity-groups/${vaultId}`, `/identities/${id}`];
  const data = {
    organizationId,
    name: 'Acme',
    settings: { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, passwordPolicy: guessable },
  };
  const metadata = {
    actor: { kind: 'policy', name: 'spec' },
    time: new Date().toISOString(),
    correlationId: 'earlier release',
  } as const;
  const event = { id: ids.next(), type: 'keyledger.organization-changed.v1', data, metadata };
  await eventStore.append(`organization-${organizationId}`, ANY, [event]);
  for (const path of paths) {
    const { warnings } = await owner.ok('GET', path);
    expect(warnings).toEqual([{ code: 'PASSWORD_POLICY_WEAK', detail: expect.stringContaining('leaves 0.0 bits') }]);
  }
  // What does not touch it is not refused for it.
  expect((await owner.patch(organizationOf(), { name: 'Acme & Co' })).status).toBe(200);
  expect((await owner.patch(`/identities/${id}`, { passwordPolicy: of(64, 'ab') })).body).not.toHaveProperty(
    'warnings',
  );
  await owner.ok('PATCH', organizationOf(), { settings: { passwordPolicy: null } });
  for (const path of paths) expect(await owner.ok('GET', path)).not.toHaveProperty('warnings');
});
