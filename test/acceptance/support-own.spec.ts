import { act, approvalsIn } from '../support/application/approvals';
import type { Answer } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';

/** What needs no permission, because it is one's own or because of a flag, needs of support that it is let in all the same. */
let application: RunningApplication;
let fixture: SupportFixture;
let requestId: string;
let sessionId: string;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newSupportFixture(application);
  const { owner, support, organizationId, vaultId } = fixture;
  const approval = await approvalsIn(application, fixture);
  await fixture.set(organizationId, true);
  const { id: held } = await fixture.newIdentity();
  const asked = { reason: 'ticket 4711', durationMinutes: 30 };
  sessionId = (await support.ok('POST', `/identities/${held}/checkout`, asked)).session.id;
  await approval.policy(1, ['kim']);
  requestId = await approval.ask(support, (await fixture.newIdentity()).id);
  await owner.ok('PATCH', `/identity-groups/${vaultId}`, { approvalPolicy: null });
});
afterAll(() => application.end());

const answered = ({ status, body }: Answer) => (status < 300 ? 'may' : (body.code as string));
const OWN = [
  ['its session', () => `/sessions/${sessionId}`],
  ['its sessions', () => '/sessions?userId=me'],
  ['its request', () => `/access-requests/${requestId}`],
  ['its requests', () => '/access-requests?view=mine'],
  ['what it was shown', () => `/users/${fixture.supportId}/exposure`],
  ['what it can reach', () => `/users/${fixture.supportId}/access`],
] as const;

const looks = async () => {
  const found: Record<string, string> = {};
  for (const [name, path] of OWN) found[name] = answered(await fixture.support.get(path()));
  return found;
};
const all = (outcome: string) => Object.fromEntries(OWN.map(([name]) => [name, outcome]));
const factsOfSupport = async () =>
  (await fixture.owner.ok('GET', `/audit?actor=${fixture.support.email}&outcome=success&limit=200`)).items.length;

test('let in, support reads what is its own', async () => {
  expect(await looks()).toEqual(all('may'));
});

test('let in elsewhere, it finds nothing of it', async () => {
  await fixture.set(fixture.organizationId, false);
  await fixture.set(fixture.otherId, true);
  const lists = {
    'its sessions': 'may',
    'its requests': 'may',
    'what it was shown': 'may',
    'what it can reach': 'may',
  };
  expect(await looks()).toEqual({ ...all('SUPPORT_ACCESS_OFF'), ...lists });
  for (const list of ['/sessions?userId=me', '/access-requests?view=mine']) {
    expect((await fixture.support.ok('GET', list)).items).toEqual([]);
  }
});

test.each(['in nowhere', 'in elsewhere'])('let %s, nothing it asks for comes about', async (where) => {
  await fixture.set(fixture.otherId, where === 'in elsewhere');
  const { owner, support, supportId } = fixture;
  const { id } = await fixture.newIdentity();
  const broken = (await owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the shop is down' })).session.id;
  await owner.ok('POST', `/sessions/${broken}/checkin`);
  await owner.ok('PUT', `/users/${supportId}/admin`, { admin: true });
  const before = await factsOfSupport();
  expect(answered(await act(support, requestId, 'cancel'))).toBe('SUPPORT_ACCESS_OFF');
  expect(answered(await act(support, requestId, 'revoke', 'x'))).toBe('SUPPORT_ACCESS_OFF');
  expect(answered(await support.post(`/sessions/${broken}/review`, { note: 'fine' }))).toBe('SUPPORT_ACCESS_OFF');
  expect(await factsOfSupport()).toBe(before);
  expect((await owner.ok('GET', `/access-requests/${requestId}`)).status).toBe('pending');
  expect((await owner.ok('GET', `/sessions/${broken}`)).review).toMatchObject({ status: 'open' });
  await owner.ok('PUT', `/users/${supportId}/admin`, { admin: false });
});

test('let in again, it takes its own request back', async () => {
  await fixture.set(fixture.organizationId, true);
  expect(answered(await act(fixture.support, requestId, 'cancel'))).toBe('may');
  expect((await fixture.owner.ok('GET', `/access-requests/${requestId}`)).status).toBe('cancelled');
});
