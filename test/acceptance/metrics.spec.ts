import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';
import { newFixture, type Fixture } from '../support/application/fixture';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const metric = async (name: string): Promise<number> => {
  const { text } = await fixture.owner.get('//metrics');
  const line = text.split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1));
};

test('what operators watch moves with what happens', async () => {
  const before = await metric('keyledger_event_appends_total');
  const { id } = await fixture.newIdentity();
  expect(await metric('keyledger_event_appends_total')).toBeGreaterThan(before);
  expect(await metric('keyledger_event_commit_appends_count')).toBeGreaterThan(0);
  const { session } = await fixture.owner.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
  await until('one session', async () => (await metric('keyledger_active_sessions')) === 1);
  await fixture.owner.ok('POST', `/sessions/${session.id}/checkin`);
  await until('no session', async () => (await metric('keyledger_active_sessions')) === 0);
  expect(await metric('keyledger_overdue_deadlines')).toBe(0);
  await until('no lag', async () => (await metric('keyledger_projection_lag_events{projection="sessions"}')) === 0);
});

test('what takes as long as its reader does is no slowness: exports and event streams are counted, and not timed', async () => {
  const { owner } = fixture;
  const told = () => application.logged.map((line) => JSON.parse(line)).map(({ route }) => String(route));
  expect((await owner.get('/audit/export?format=jsonl')).status).toBe(200);
  const listening = new AbortController();
  const stream = await fetch(`${application.url}/api/v1/notifications/stream`, {
    headers: { authorization: `Bearer ${owner.token}` },
    signal: listening.signal,
  });
  expect(stream.status).toBe(200);
  listening.abort();
  await until('the ends of both', () =>
    ['audit/export', 'notifications/stream'].every((path) => told().includes(`/api/v1/${path}`)),
  );
  await owner.ok('GET', '/me');
  const { text } = await owner.get('//metrics');
  expect(text).toContain('keyledger_http_request_duration_seconds_count{method="GET",route="/api/v1/me"}');
  expect(text.split('\n').filter((line) => /^keyledger_http_request_duration.*(export|stream)/.test(line))).toEqual([]);
});

test('readiness tells each part', async () => {
  const { status, body } = await fixture.owner.get('//health/ready');
  expect(status).toBe(200);
  expect(body).toMatchObject({ ready: true, parts: { audit_trail: { state: 'running' } } });
});
