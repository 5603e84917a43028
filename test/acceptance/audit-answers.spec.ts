import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Audit trail: what is asked for is either answered or refused with what was probably meant. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let auditor: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  owner = fixture.owner;
  ({ auditor } = fixture.people);
});
afterAll(() => application.end());

const audit = async (query: string, who = owner) => (await who.ok('GET', `/audit?limit=200&${query}`)).items;
const refused = async (query: string, who = owner) => (await who.get(`/audit?${query}`)).body;
const CREATED = 'keyledger.identity-created.v1';

test.each([
  ['keyledger.identity-created.v2', CREATED],
  ['identity-created', CREATED],
  ['keyledger.identity-craeted.v1', CREATED],
  ['keyledger.identity-checkout.v1', 'keyledger.identity-checked-out.v1'],
  ['keyledger.identity-reveal.v1', 'keyledger.identity-revealed.v1'],
  ['KEYLEDGER.IDENTITY-CREATED.V1', CREATED],
  ['constructor', ''],
])('the type %s does not exist: the nearest is told', async (type, near) => {
  for (const path of ['/audit?', '/audit/export?format=csv&']) {
    const { body } = await owner.get(`${path}type=${CREATED}&type=${type}`);
    expect(body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field: 'type' }] });
    expect(body.errors[0].message).toContain(near);
  }
});

test('an actor nobody is is refused with the nearest; one who has done nothing yet is not', async () => {
  await owner.ok('POST', '/users', { email: 'idle@example.com' });
  expect(await audit('actor=idle@example.com')).toEqual([]);
  expect(await audit('actor=IDLE@example.com')).toEqual([]);
  expect(await audit('actor=expire-session-when-due')).toEqual([]);
  expect(await refused('actor=idel@example.com')).toMatchObject({
    status: 400,
    code: 'VALIDATION_FAILED',
    errors: [{ field: 'actor', message: expect.stringContaining('idle@example.com') }],
  });
  expect((await refused('actor=no-such-id')).status).toBe(400);
});

test('who may see one organization only learns of nobody in another', async () => {
  await owner.ok('POST', '/users', { email: 'hidden@example.com' });
  const hidden = await refused('actor=hidden@example.com', auditor);
  const nobody = await refused('actor=hiddem@example.com', auditor);
  expect(hidden).toMatchObject({ status: 400, errors: [{ field: 'actor' }] });
  expect(hidden.errors[0].message).not.toContain('hidden');
  expect(nobody.errors[0].message).not.toContain('hidden');
  expect((await auditor.get(`/audit?actor=${fixture.people.manager.email}`)).status).toBe(200);
});

test('who may not see the audit is told that, and nothing of who there is', async () => {
  for (const actor of ['owner@example.com', 'nobody@example.com']) {
    expect(await refused(`actor=${actor}`, fixture.people.viewer)).toMatchObject({
      status: 403,
      code: 'PERMISSION_DENIED',
    });
  }
});

test('several types, and all that followed from one request', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 5 });
  const both = await audit(`identityId=${id}&type=${CREATED}&type=keyledger.identity-checked-out.v1&order=asc`);
  expect(both.map(({ type }: { type: string }) => type)).toEqual([CREATED, 'keyledger.identity-checked-out.v1']);
  const [created] = both;
  const together = await audit(`correlationId=${created.correlationId}`);
  expect(together.map((entry: { correlationId: string }) => entry.correlationId)).toEqual(
    together.map(() => created.correlationId),
  );
  expect(together.map((entry: { id: string }) => entry.id)).toContain(created.id);
  const exported = await owner.get(`/audit/export?format=jsonl&correlationId=${created.correlationId}`);
  expect(exported.text.trim().split('\n')).toHaveLength(together.length);
  expect(await audit('causationId=no-such-cause')).toEqual([]);
});

test('entries and exports name everything as it was called then', async () => {
  const organization = await owner.ok('POST', '/organizations', { name: 'Old Organization' });
  const here = `/organizations/${organization.id}`;
  await owner.ok('PUT', `${here}/secret`, { secret: 's'.repeat(40) });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'Old Vault', organizationId: organization.id });
  const host = await owner.ok('POST', '/hosts', { name: 'old-host', organizationId: organization.id });
  const identity = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'Old Identity',
    username: 'app',
    credential: 'a value of some length',
    credentialType: 'password',
    hostIds: [host.id],
  });
  const group = await owner.ok('POST', '/idp/groups', { name: 'Old Group' });
  await owner.ok('POST', `/identity-groups/${vault.id}/access`, {
    principalType: 'group',
    principalId: group.id,
    level: 'checkout',
  });
  await owner.ok('PATCH', here, { name: 'New Organization' });
  await owner.ok('PATCH', `/identity-groups/${vault.id}`, { name: 'New Vault' });
  await owner.ok('PATCH', `/identities/${identity.id}`, { name: 'New Identity' });
  await owner.ok('PATCH', `/hosts/${host.id}`, { name: 'new-host' });
  await owner.ok('PATCH', `/idp/groups/${group.id}`, { name: 'New Group' });
  await owner.ok('POST', `/identities/${identity.id}/reveal`, { reason: '  to compare ' });

  const [created] = await audit(`identityId=${identity.id}&type=${CREATED}`);
  expect(created).toMatchObject({
    organizationName: 'Old Organization',
    identityGroupName: 'Old Vault',
    identityName: 'Old Identity',
    userEmail: 'owner@example.com',
  });
  const [revealed] = await audit(`identityId=${identity.id}&type=keyledger.identity-revealed.v1`);
  expect(revealed).toMatchObject({
    organizationName: 'New Organization',
    identityGroupName: 'New Vault',
    identityName: 'New Identity',
    reason: 'to compare',
    data: { reason: 'to compare' },
  });
  const hosts = await audit(`hostId=${host.id}&order=asc`);
  expect([hosts[0].hostName, hosts.at(-1).hostName]).toEqual(['old-host', 'new-host']);
  const grants = await audit(`identityGroupId=${vault.id}&type=keyledger.grant-given.v1`);
  expect(grants).toMatchObject([{ principalName: 'Old Group' }]);

  const csv = await owner.get(`/audit/export?format=csv&identityId=${identity.id}&order=asc`);
  expect(csv.text).toMatch(/"Old Organization".*"Old Vault".*"Old Identity"/);
  expect(csv.text).toMatch(/"New Organization".*"New Vault".*"New Identity"/);
});

test.each([
  ['from=0000-01-01T00:00:00Z', true],
  ['to=9999-12-31T23:59:59.999Z', true],
  ['to=9999-12-31T23:59:59.9999Z', true],
  ['from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z', true],
  ['from=0001-01-01T00:00:00-12:00', true],
  ['to=9999-12-31T12:00:00%2B12:00', true],
  ['from=2000-01-01T00:00:00+05:30', true],
  ['from=2000-01-01t00:00:00.123456789z', true],
  ['from=9999-12-31T23:59:59.9999Z', false],
  ['to=0000-01-01T00:00:00Z', false],
  ['from=2000-01-01T00:00:00Z&to=2000-01-01T00:00:00Z', false],
])('%s finds what lies there', async (span, something) => {
  expect((await audit(span)).length > 0).toBe(something);
});

test.each([
  ['from=2016-12-31T23:59:60Z', 'from', 'leap second'],
  ['from=0000-01-01T00:00:00%2B01:00', 'from', 'RFC 3339'],
  ['to=9999-12-31T23:59:59-01:00', 'to', 'RFC 3339'],
  ['to=yesterday', 'to', 'RFC 3339'],
  ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'from', 'is later than to'],
])('%s is refused with what is wrong', async (span, field, message) => {
  expect(await refused(span)).toMatchObject({
    status: 400,
    errors: [{ field, message: expect.stringContaining(message) }],
  });
});

test('a bound finer than a millisecond parts what is before it from what is not', async () => {
  const [entry] = await audit(`type=${CREATED}`);
  const finer = entry.time.replace('Z', '001Z');
  const at = (items: readonly { id: string }[]) => items.some(({ id }) => id === entry.id);
  expect(at(await audit(`type=${CREATED}&to=${finer}`))).toBe(true);
  expect(at(await audit(`type=${CREATED}&from=${finer}`))).toBe(false);
  expect(at(await audit(`type=${CREATED}&from=${entry.time}`))).toBe(true);
  expect(at(await audit(`type=${CREATED}&to=${entry.time}`))).toBe(false);
});

test.each([['x'.repeat(501)], [''], ['   '], ['a\nb']])('a reveal with the reason %j is refused', async (reason) => {
  const { id } = await fixture.newIdentity();
  expect((await fixture.people.revealer.post(`/identities/${id}/reveal`, { reason })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'reason' }],
  });
  expect(await audit(`identityId=${id}&type=keyledger.identity-revealed.v1`)).toEqual([]);
});
