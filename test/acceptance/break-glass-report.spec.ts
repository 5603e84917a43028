import { parse } from 'csv-parse/sync';
import type { Json } from '../support/json';
import type { Client } from '../support/application/client';
import { MailReceiver, WebhookReceiver } from '../support/application/receivers';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Break-glass emergency access: the report that shows each emergency with all that has to follow it. */
const hook = new WebhookReceiver();
const mail = new MailReceiver();
let application: RunningApplication;
let fixture: Fixture;
let responder: Client;
beforeAll(async () => {
  const env = {
    KEYLEDGER_SMTP_URL: await mail.start(),
    KEYLEDGER_MAIL_FROM: 'keyledger@example.com',
    KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  };
  application = await runningApplication({ env });
  fixture = await newFixture(application);
  const { owner, organizationId } = fixture;
  const role = { name: 'Responder', permissions: ['pam_vaults.break_glass'] };
  const { id: roleId } = await owner.ok('POST', '/roles', role);
  responder = await application.as('responder@example.com');
  const { user } = await responder.ok('GET', '/me');
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId, organizationId }] });
  const secret = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
  const channels = [{ kind: 'webhook', url: await hook.start(), secret, kinds: ['break-glass'] }];
  await owner.ok('PUT', `/organizations/${organizationId}/notification-channels`, { channels });
});
afterAll(async () => {
  await application.end();
  await hook.end();
  await mail.end();
});

const report = async (query = '', who = fixture.people.auditor): Promise<Json[]> =>
  (await who.ok('GET', `/reports/break-glass${query}`)).items;
const breakGlass = async (id: string, reason = 'the shop is down') =>
  (await responder.ok('POST', `/identities/${id}/break-glass`, { reason })).session;
const lineOf = async (sessionId: string) => (await report()).find((line) => line.sessionId === sessionId);

let finished: Json;
let left: Json;

test('each step that follows is told, and what is missing until it is there', async () => {
  const { owner, people, vaultId, userIds, idpUserIds } = fixture;
  const approvers = { users: [idpUserIds['manager']], groups: [] };
  await owner.ok('PATCH', `/identity-groups/${vaultId}`, { approvalPolicy: { required: 1, approvers } });
  const { id } = await fixture.newIdentity();
  finished = await breakGlass(id, '=HYPERLINK("http://evil")');
  await until('the messages', async () => {
    const { notified = [] } = (await lineOf(finished.id)) ?? {};
    return notified.length > 0 && !(await lineOf(finished.id)).missing.includes('delivery');
  });
  expect(await lineOf(finished.id)).toMatchObject({ missing: ['end', 'rotation', 'review'] });
  await responder.ok('POST', `/sessions/${finished.id}/checkin`);
  await until('the rotation', async () => !(await lineOf(finished.id)).missing.includes('rotation'));
  expect(await lineOf(finished.id)).toMatchObject({ missing: ['review'] });
  await people.manager.ok('POST', `/sessions/${finished.id}/review`, { note: 'looked at the log' });
  const line = await lineOf(finished.id);
  expect(line).toMatchObject({
    identityId: id,
    identityName: 'prod-db-admin',
    identityGroupName: 'Production',
    userEmail: responder.email,
    reason: '=HYPERLINK("http://evil")',
    withoutApproval: 'approval-bypassed',
    ip: '127.0.0.1',
    durationMinutes: 60,
    endedBy: 'checkin',
    overlapped: [],
    review: { status: 'closed', userEmail: people.manager.email, note: 'looked at the log' },
    missing: [],
  });
  const told = (line.notified as Json[]).map(({ via, userId, status }) => [via, userId, status]);
  for (const via of ['inbox', 'mail']) {
    for (const who of [userIds.owner, userIds.admin]) expect(told).toContainEqual([via, who, 'delivered']);
  }
  expect(told).toContainEqual(['webhook', undefined, 'delivered']);
  expect(line.heldSeconds).toBe(Math.round((Date.parse(line.endedAt) - Date.parse(line.checkedOutAt)) / 1000));
  expect(line.rotatedAt >= line.endedAt).toBe(true);
  await owner.ok('PATCH', `/identity-groups/${vaultId}`, { approvalPolicy: null });
});

test('whose session it was made beside is named with its end; exceptions come first, page by page', async () => {
  const { id } = await fixture.newIdentity();
  const held = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 9 });
  left = await breakGlass(id);
  await fixture.people.user.ok('POST', `/sessions/${held.session.id}/checkin`);
  const line = await lineOf(left.id);
  expect(line).toMatchObject({
    withoutApproval: 'vault-asks-for-none',
    overlapped: [{ sessionId: held.session.id, userEmail: fixture.people.user.email, endedBy: 'checkin' }],
  });
  const ids = (await report()).map(({ sessionId }) => sessionId);
  expect(ids).toEqual([left.id, finished.id]);
  const first = await fixture.people.auditor.ok('GET', '/reports/break-glass?limit=1');
  const second = await fixture.people.auditor.ok('GET', `/reports/break-glass?limit=1&cursor=${first.nextCursor}`);
  expect([first, second].map(({ items }) => items.map(({ sessionId }: Json) => sessionId))).toEqual([
    [left.id],
    [finished.id],
  ]);
  expect(second.nextCursor).toBeNull();
});

test('a span of time is from when the glass was broken', async () => {
  const ids = async (query: string) => (await report(query)).map(({ sessionId }) => sessionId);
  expect(await ids(`?from=${left.checkedOutAt}`)).toEqual([left.id]);
  expect(await ids(`?to=${left.checkedOutAt}`)).toEqual([finished.id]);
  expect(await ids(`?from=${finished.checkedOutAt}&to=${left.checkedOutAt}`)).toEqual([finished.id]);
});

test('as CSV it is one answer, of which no spreadsheet makes a formula', async () => {
  const { auditor } = fixture.people;
  const answer = await auditor.get('/reports/break-glass?format=csv&limit=1');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  const rows = parse(answer.text, { columns: true }) as Record<string, string>[];
  expect(rows.map(({ sessionId }) => sessionId)).toEqual([left.id, finished.id]);
  expect(rows[0]).toMatchObject({ missing: expect.stringMatching(/^end, rotation, review/) });
  expect(rows[1]).toMatchObject({
    missing: '',
    reason: `'=HYPERLINK("http://evil")`,
    reviewedBy: fixture.people.manager.email,
    notified: expect.stringMatching(/inbox owner@example\.com \d{4}-.*, webhook \S+ \d{4}-/),
  });
});

test('who audits or manages reads it, of the organizations where that is so; reading and being refused are facts', async () => {
  const { owner, people, organizationId, elsewhereId } = fixture;
  for (const who of [people.auditor, people.manager, people.admin, owner]) {
    expect((await report('', who)).map(({ sessionId }) => sessionId)).toEqual([left.id, finished.id]);
    expect((await who.get(`/reports/break-glass?organizationId=${organizationId}`)).status).toBe(200);
  }
  for (const who of [people.viewer, people.user, people.hostAdmin, people.stranger, responder]) {
    expect((await who.get('/reports/break-glass')).body.code).toBe('PERMISSION_DENIED');
  }
  const inOne = (who: Client, id: string) => who.get(`/reports/break-glass?organizationId=${id}`);
  expect((await inOne(people.viewer, organizationId)).body.code).toBe('PERMISSION_DENIED');
  expect((await inOne(people.stranger, organizationId)).body.code).toBe('NOT_FOUND');
  expect((await inOne(people.auditor, elsewhereId)).body.code).toBe('NOT_FOUND');
  expect((await inOne(owner, elsewhereId)).body.items).toEqual([]);
  const facts = async (type: string): Promise<Json[]> => (await owner.ok('GET', `/audit?type=${type}&limit=200`)).items;
  expect(await facts('keyledger.report-read.v1')).toContainEqual(
    expect.objectContaining({
      organizationId,
      actor: expect.objectContaining({ email: people.auditor.email }),
      data: { organizationId, report: 'break-glass', format: 'csv' },
    }),
  );
  expect(await facts('keyledger.report-read-refused.v1')).toContainEqual(
    expect.objectContaining({ organizationId, code: 'PERMISSION_DENIED' }),
  );
});
