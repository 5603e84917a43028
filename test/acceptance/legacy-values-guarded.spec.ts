import { approvalsIn, checkOut, reveal } from '../support/application/approvals';
import type { Client } from '../support/application/client';
import { importedIdentity } from '../support/application/imported-identity';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

/** What was imported is marked wherever it is shown: behind broken glass and under approval too. */
let application: RunningApplication;
let fixture: Fixture;
let responder: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  const role = await fixture.owner.ok('POST', '/roles', { name: 'Responder', permissions: ['pam_vaults.break_glass'] });
  responder = await application.as('responder@example.com');
  const { user } = await responder.ok('GET', '/me');
  const roles = [{ roleId: role.id, organizationId: fixture.organizationId }];
  await fixture.owner.ok('PUT', `/users/${user.id}/roles`, { roles });
});
afterAll(() => application.end());

const WARNED = [{ code: 'STORED_IN_PLAIN_TEXT', detail: expect.any(String) }];
const breakGlass = (id: string, headers = {}) =>
  responder.post(`/identities/${id}/break-glass`, { reason: 'the shop is down' }, headers);
const schemesTold = async (id: string, noun: string) =>
  (await fixture.owner.ok('GET', `/audit?identityId=${id}&type=keyledger.${noun}.v1`)).items.map(
    ({ data }: { data: { scheme?: string } }) => data.scheme,
  );

test('broken glass tells of a value that was stored in plain text, each time, and the facts say so', async () => {
  const id = await importedIdentity(application, fixture, 'plaintext', 'readable by all');
  const key = { 'idempotency-key': 'glass' };
  const first = await breakGlass(id, key);
  expect(first.body).toMatchObject({ credential: { value: 'readable by all' }, warnings: WARNED });
  expect((await breakGlass(id, key)).body).toMatchObject({
    session: { id: first.body.session.id },
    credential: { value: 'readable by all' },
    warnings: WARNED,
  });
  expect((await reveal(responder, id)).body).toMatchObject({ warnings: WARNED });
  for (const noun of ['identity-checked-out', 'credential-redisclosed', 'identity-revealed']) {
    expect([noun, await schemesTold(id, noun)]).toEqual([noun, ['plaintext']]);
  }
});

test('a v1 value behind broken glass is shown, marked, and sealed anew after', async () => {
  const id = await importedIdentity(application, fixture, 'v1', v1Box(SECRET, 'from the old vault'));
  const { body } = await breakGlass(id);
  expect([body.credential.value, body.warnings]).toEqual(['from the old vault', undefined]);
  expect(await schemesTold(id, 'identity-checked-out')).toEqual(['v1']);
  await until('the upgrade', async () => (await schemesTold(id, 'material-upgraded')).length > 0);
  expect((await fixture.owner.ok('GET', `/identities/${id}`)).scheme).toBe('v2');
});

test('under approval a checkout and a reveal warn as well', async () => {
  const approval = await approvalsIn(application, fixture);
  const id = await importedIdentity(application, fixture, 'plaintext', 'readable by all');
  await approval.policy(1, ['kim']);
  const { user } = fixture.people;
  await approval.approve(await approval.ask(user, id), 'kim');
  const out = await checkOut(user, id);
  expect([out.body.warnings, (await reveal(user, id)).body.warnings]).toEqual([WARNED, WARNED]);
  await user.ok('POST', `/sessions/${out.body.session.id}/checkin`);
  await approval.approve(await approval.ask(user, id), 'kim');
  expect((await reveal(user, id)).body.warnings).toEqual(WARNED);
  expect(await schemesTold(id, 'identity-revealed')).toEqual(['plaintext', 'plaintext']);
});
