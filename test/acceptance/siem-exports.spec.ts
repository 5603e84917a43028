import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** The audit as a SIEM takes it: each row can be tied back to the leaf that proves it. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
}, 90_000);
afterAll(() => application.end());

const rows = (text: string): Json[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('as OCSF: an event a line, in the order asked for, with its leaf', async () => {
  const { id } = await fixture.newIdentity();
  const { user, owner } = fixture.people;
  const out = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'a=b|c', durationMinutes: 30 });
  await until('its leaf', async () => (await owner.get(`/evidence/receipts/${out.receipt.eventId}`)).status === 200);
  const answer = await owner.get(`/audit/export?format=ocsf&identityId=${id}&order=asc`);
  expect(answer.headers.get('content-type')).toContain('application/jsonl');
  expect(answer.headers.get('content-disposition')).toContain('keyledger-audit.ocsf.jsonl');
  const events = rows(answer.text);
  const checkout = events.find(({ type_uid }) => type_uid === 300_301);
  expect(checkout).toMatchObject({
    class_name: 'Authorize Session',
    metadata: { uid: out.receipt.eventId, version: '1.8.0', tenant_uid: fixture.organizationId },
    status_detail: 'a=b|c',
    user: { uid: fixture.userIds.user },
    session: { uid: out.session.id },
    unmapped: { tlog: { log: 1, leafHash: out.receipt.leafHash } },
  });
  expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted((a, b) => a - b));
});

test('as CEF: a line each, that hostile text does not end', async () => {
  const { id } = await fixture.newIdentity({ name: 'prod|db=1\\ CEF:0|x' });
  const { text, headers } = await fixture.owner.get(`/audit/export?format=cef&identityId=${id}`);
  expect(headers.get('content-type')).toContain('text/plain');
  const lines = text.trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('CEF:0|Keyledger|Keyledger|1|keyledger.'))).toEqual([]);
  expect(text).toContain('cs4=prod|db\\=1\\\\ CEF:0|x cs4Label=identity');
});

test('is an export like any other: for who may read the audit, recorded, and in no other format', async () => {
  const path = `/audit/export?format=ocsf&organizationId=${fixture.organizationId}`;
  expect((await fixture.people.viewer.get(path)).status).toBe(403);
  expect((await fixture.people.auditor.get(path)).status).toBe(200);
  const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.audit-exported.v1&limit=1');
  expect(items[0].data).toMatchObject({ format: 'ocsf' });
  expect((await fixture.owner.get('/audit/export?format=leef')).body.code).toBe('VALIDATION_FAILED');
});
