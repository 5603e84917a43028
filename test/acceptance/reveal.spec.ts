import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Revealing credentials (view only). */
let application: RunningApplication;
let fixture: Fixture;
let user: Client;
let revealer: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ user, revealer } = fixture.people);
});
afterAll(() => application.end());

const reveal = (who: Client, id: string, headers = {}) => who.post(`/identities/${id}/reveal`, undefined, headers);
const checkOut = (who: Client, id: string) =>
  who.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
const audit = async (id: string, type: string) =>
  (await fixture.owner.ok('GET', `/audit?identityId=${id}&type=keyledger.${type}.v1`)).items;
const during = (revealDuringExclusiveCheckout: boolean) =>
  fixture.owner.ok('PATCH', `/organizations/${fixture.organizationId}`, {
    settings: { revealDuringExclusiveCheckout },
  });

test('a value is shown for 30 seconds, nobody may keep the answer, and it is a fact', async () => {
  const { id, value } = await fixture.newIdentity();
  const answer = await reveal(revealer, id);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toEqual({
    credential: { type: 'password', username: 'admin', value, version: 1, proven: 'by-hand' },
    clearAfterSeconds: 30,
    receipt: { eventId: expect.any(String), position: expect.any(String), leafHash: expect.any(String) },
  });
  expect(await audit(id, 'identity-revealed')).toMatchObject([
    {
      outcome: 'success',
      actor: { kind: 'user', email: revealer.email, userId: fixture.userIds.revealer },
      identityGroupId: fixture.vaultId,
      organizationId: fixture.organizationId,
      data: { version: 1, ownerBypass: false, evidence: { grantId: fixture.grantIds['revealer'] } },
    },
  ]);
});

test.each<[string, keyof Fixture['people'], string]>([
  ['without a grant', 'viewer', 'VAULT_ACCESS_DENIED'],
  ['with a grant that shows the vault only', 'vaultViewer', 'VAULT_ACCESS_DENIED'],
  ['without an IDP user', 'unmapped', 'NO_IDP_USER_MAPPING'],
  ['without the permission', 'auditor', 'PERMISSION_DENIED'],
  ['without any role there', 'stranger', 'NOT_FOUND'],
])('refused %s, and that is a fact too', async (_, kind, code) => {
  const { id, value } = await fixture.newIdentity();
  const answer = await reveal(fixture.people[kind], id);
  expect(answer.body.code).toBe(code);
  expect(answer.text).not.toContain(value);
  expect(await audit(id, 'identity-revealed')).toEqual([]);
  expect(await audit(id, 'identity-reveal-refused')).toMatchObject([
    { outcome: 'refused', code, actor: { email: fixture.people[kind].email } },
  ]);
});

test('while somebody else holds it exclusively, it is refused; the holder may', async () => {
  const { id, value } = await fixture.newIdentity();
  await checkOut(user, id);
  expect((await reveal(revealer, id)).body).toMatchObject({
    status: 409,
    code: 'ALREADY_CHECKED_OUT',
    detail: 'Identity is already checked out',
    holders: [{ userEmail: user.email, own: false }],
  });
  expect((await reveal(fixture.owner, id)).body.code).toBe('ALREADY_CHECKED_OUT');
  expect((await reveal(user, id)).body.credential.value).toBe(value);
});

test('an organization may let values be shown during an exclusive checkout', async () => {
  const { id } = await fixture.newIdentity();
  await checkOut(user, id);
  await during(true);
  expect((await reveal(revealer, id)).status).toBe(200);
  await during(false);
  expect((await reveal(revealer, id)).status).toBe(409);
});

test('who shares it may see it', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true });
  await checkOut(user, id);
  expect((await reveal(revealer, id)).status).toBe(200);
});

test('asked for again, it is judged and recorded again', async () => {
  const { id } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': `reveal-${id}` };
  const first = await reveal(revealer, id, key);
  const again = await reveal(revealer, id, key);
  expect(again.body).toEqual({ ...first.body, receipt: again.body.receipt });
  expect(again.body.receipt.eventId).not.toBe(first.body.receipt.eventId);
  expect(await audit(id, 'identity-revealed')).toHaveLength(2);
  await checkOut(user, id);
  expect((await reveal(revealer, id, key)).body.code).toBe('ALREADY_CHECKED_OUT');
});

test('no body is needed; one with a field is refused by name', async () => {
  const { id } = await fixture.newIdentity();
  expect((await revealer.post(`/identities/${id}/reveal`, {})).status).toBe(200);
  expect((await revealer.post(`/identities/${id}/reveal`, { why: 'x' })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'why' }],
  });
});

test('a reveal and an exclusive checkout at once: whoever sees the value saw it before the checkout', async () => {
  for (let round = 0; round < 10; round++) {
    const { id } = await fixture.newIdentity();
    const [shown, session] = await Promise.all([reveal(revealer, id), checkOut(user, id)]);
    expect([200, 409]).toContain(shown.status);
    expect(session.session.status).toBe('active');
    if (shown.status === 200) {
      const [fact] = await audit(id, 'identity-revealed');
      const [taken] = await audit(id, 'identity-checked-out');
      expect(fact.position < taken.position).toBe(true);
    }
  }
});
