import type { Json } from '../support/json';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { until } from '../support/until';

/** Notifications: to every admin and owner, in an inbox of their own. */
let application: RunningApplication;
let fixture: SupportFixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newSupportFixture(application);
});
afterAll(() => application.end());

const inbox = (who: Client, query = '') => who.ok('GET', `/notifications${query}`);
const toggle = () => fixture.set(fixture.organizationId, true, Math.ceil(Math.random() * 300));
const grown = async (who: Client, act: () => Promise<unknown>): Promise<Json[]> => {
  const before = (await inbox(who, '?limit=200')).items.length;
  await act();
  await until('a notification', async () => (await inbox(who, '?limit=200')).items.length > before, 5000);
  const { items } = await inbox(who, '?limit=200');
  return items.slice(0, items.length - before);
};

test('each admin and owner is told of the same, and reads it independently', async () => {
  const { owner, people, organizationId, userIds } = fixture;
  const [told] = await grown(owner, toggle);
  expect(told).toEqual({
    id: expect.any(String),
    kind: 'support-access-changed',
    severity: 'warning',
    title: 'Support access enabled',
    time: expect.any(String),
    organizationId,
    organizationName: (await owner.ok('GET', `/organizations/${organizationId}`)).name,
    reason: 'ticket 4711',
  });
  const mine = await inbox(people.admin);
  expect(mine.items[0]).toEqual(told);
  expect(mine.unread).toBeGreaterThan(0);
  expect(userIds.admin).not.toBe('');
  expect((await people.admin.post(`/notifications/${told.id}/read`)).status).toBe(204);
  expect((await people.admin.post(`/notifications/${told.id}/read`)).status).toBe(204);
  const read = await inbox(people.admin);
  expect([read.unread, read.items[0].readAt]).toEqual([mine.unread - 1, expect.any(String)]);
  expect((await inbox(people.admin, '?unread=true')).items).not.toContainEqual(
    expect.objectContaining({ id: told.id }),
  );
  expect((await inbox(people.admin, '?unread=false')).items).toContainEqual(expect.objectContaining({ id: told.id }));
  expect((await inbox(owner)).items[0].readAt).toBeUndefined();
});

test('they are chosen by severity, page by page', async () => {
  const { owner } = fixture;
  await grown(owner, toggle);
  await grown(owner, () => owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' }));
  const critical = await inbox(owner, '?severity=critical');
  expect(critical.items[0]).toMatchObject({ title: 'All support access disabled in an emergency', reason: 'x' });
  expect(new Set(critical.items.map(({ severity }: Json) => severity))).toEqual(new Set(['critical']));
  const all = (await inbox(owner, '?limit=200')).items;
  const first = await inbox(owner, '?limit=1');
  const second = await inbox(owner, `?limit=1&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(all.slice(0, 2));
  expect((await owner.get('/notifications?severity=loud')).status).toBe(400);
});

test('nobody else is told, reads what is not theirs, or learns that it is there', async () => {
  const { owner, people } = fixture;
  const [told] = await grown(owner, toggle);
  expect(await inbox(people.manager)).toEqual({ items: [], nextCursor: null, unread: 0 });
  expect((await people.manager.post(`/notifications/${told?.id}/read`)).status).toBe(404);
  expect((await people.manager.post('/notifications/nobody/read')).status).toBe(404);
});

test('who is no admin any more finds nothing of the account in it', async () => {
  const { owner, userIds, people } = fixture;
  await owner.ok('PUT', `/users/${userIds.viewer}/admin`, { admin: true });
  const [told] = await grown(people.viewer, toggle);
  await owner.ok('PUT', `/users/${userIds.viewer}/admin`, { admin: false });
  expect((await inbox(people.viewer)).items).toEqual([]);
  expect((await people.viewer.post(`/notifications/${told?.id}/read`)).status).toBe(404);
});

test('support that is an admin is not told, and asks in vain while it is let in nowhere', async () => {
  const { owner, support, supportId } = fixture;
  await owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' });
  await owner.ok('PUT', `/users/${supportId}/admin`, { admin: true });
  expect((await support.get('/notifications')).body.code).toBe('SUPPORT_ACCESS_OFF');
  await grown(owner, toggle);
  expect((await inbox(support)).items).toEqual([]);
  await owner.ok('PUT', `/users/${supportId}/admin`, { admin: false });
});

/** What a stream of server-sent events says, until it is closed. */
const listen = async (who: Client, lastEventId?: string) => {
  const stop = new AbortController();
  const response = await fetch(`${application.url}/api/v1/notifications/stream`, {
    headers: {
      authorization: `Bearer ${who.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  const heard = { text: '', over: false, status: response.status };
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard.text += Buffer.from(value).toString();
    }
  };
  void read().then(
    () => (heard.over = true),
    () => (heard.over = true),
  );
  return { heard, type: response.headers.get('content-type'), close: () => stop.abort() };
};
const eventsIn = (text: string): Json[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''));

test('a stream brings what comes, goes on where it broke off, and ends with the right to hear', async () => {
  const { owner, people, userIds } = fixture;
  const stream = await listen(people.admin);
  expect([stream.heard.status, stream.type]).toEqual([200, 'text/event-stream']);
  await until('the greeting', () => Promise.resolve(stream.heard.text.includes('retry: 3000')));
  const [told] = await grown(owner, toggle);
  await until('the event', () => Promise.resolve(eventsIn(stream.heard.text).length === 1));
  expect(eventsIn(stream.heard.text)).toEqual([told]);
  const [, id] = /^id: (\d+)$/m.exec(stream.heard.text) ?? [];
  const [missed] = await grown(owner, toggle);
  const again = await listen(people.admin, id);
  await until('what was missed', () => Promise.resolve(eventsIn(again.heard.text).length === 1));
  expect(eventsIn(again.heard.text)).toEqual([missed]);
  await owner.ok('PATCH', `/users/${userIds.admin}`, { active: false });
  await until('the end', () => Promise.resolve(stream.heard.over && again.heard.over));
  await owner.ok('PATCH', `/users/${userIds.admin}`, { active: true });
});

test('a machine’s stream ends with the token that it was asked for with', async () => {
  const { owner } = fixture;
  const { id } = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Deploy' });
  const made = await owner.ok('POST', `/users/${id}/tokens`, { name: 'ci', expiresInDays: 1 });
  const stream = await listen({ token: made.token } as Client);
  await until('the greeting', () => Promise.resolve(stream.heard.text.includes('retry: 3000')));
  await owner.ok('DELETE', `/users/${id}/tokens/${made.id}`);
  await until('the end', () => Promise.resolve(stream.heard.over));
});

test('four streams of one user are the most, and one that ends makes room', async () => {
  const { people } = fixture;
  const four = await Promise.all([1, 2, 3, 4].map(() => listen(people.auditor)));
  const fifth = await people.auditor.get('/notifications/stream');
  expect([fifth.status, fifth.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  four[0]?.close();
  await until('room', async () => {
    const next = await listen(people.auditor);
    next.close();
    return next.heard.status === 200;
  });
  four.forEach(({ close }) => close());
});
