import { Refusals } from '../../src/commands/deciding/refusals';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Concurrent checkout rules, under callers who all come at once. */
const CALLERS = 1_000;

let application: RunningApplication;
let fixture: Fixture;
let callers: readonly Client[];
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  const { owner, people } = fixture;
  callers = [owner, people.user, people.groupUser];
});
afterAll(() => application.end());

/** So many requests at the same time, by all callers in turn. */
const atOnce = (count: number, request: (who: Client, n: number) => Promise<Answer>): Promise<readonly Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => request(callers[n % callers.length] ?? fixture.owner, n)));

const checkout = (id: string) => (who: Client, n: number) =>
  who.post(`/identities/${id}/checkout`, { reason: `caller ${n}`, durationMinutes: 30 });

const tally = (answers: readonly Answer[]): Readonly<Record<string, number>> =>
  answers.reduce<Record<string, number>>((counts, { status, body }) => {
    const key = status < 300 ? String(status) : `${status} ${body.code}`;
    return { ...counts, [key]: (counts[key] ?? 0) + 1 };
  }, {});

const factsOf = async (stream: string): Promise<readonly RecordedEvent[]> => {
  const { eventStore } = application.adapters;
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await eventStore.readStream(stream, { direction: 'forwards', from: all.length, limit: 500 });
    all.push(...page);
    if (page.length < 500) {
      return all;
    }
  }
};

const typesIn = async (stream: string) =>
  (await factsOf(stream)).map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));

/** All refusals of an identity, those that are only counted told as well. */
const refusalsOn = async (identityId: string) => {
  await application.server.app.get(Refusals, { strict: false }).tellCounted(Infinity);
  return (await factsOf(`denied-${fixture.organizationId}`)).filter(
    ({ data }) => (data as { identityId?: string }).identityId === identityId,
  );
};

const toldBy = (refusals: readonly RecordedEvent[]): number =>
  refusals.reduce((sum, { data }) => sum + ((data as { count?: number }).count ?? 1), 0);

test('of 1,000 at once one has the identity, and each of the others is told who, and is a fact', async () => {
  const { id, value } = await fixture.newIdentity();
  const answers = await atOnce(CALLERS, checkout(id));
  expect(tally(answers)).toEqual({ 201: 1, '409 ALREADY_CHECKED_OUT': CALLERS - 1 });

  const winner = answers.find(({ status }) => status === 201)?.body;
  expect(winner.credential.value).toBe(value);
  for (const { status, body, text } of answers) {
    if (status === 409) {
      expect(body.holders).toEqual([
        expect.objectContaining({ userEmail: winner.session.userEmail, until: winner.session.expiresAt }),
      ]);
      expect(text).not.toContain(value);
    }
  }
  const refusals = await refusalsOn(id);
  expect(toldBy(refusals)).toBe(CALLERS - 1);
  expect(new Set(refusals.map(({ type }) => type))).toEqual(new Set(['keyledger.identity-check-out-refused.v1']));
  // Of three callers 60 alike in a minute are a fact each, with its own reason; the rest is one fact a caller with its number.
  const reasons = new Set(refusals.map(({ data }) => (data as { reason: string }).reason));
  expect(reasons.size).toBeGreaterThanOrEqual(3 * 60);
  expect(refusals.length).toBeLessThanOrEqual(2 * 3 * 61);
  expect(await typesIn(`identity-${id}`)).toEqual(['identity-created', 'identity-checked-out']);
}, 60_000);

test('of 200 at once as many as may have an identity for ten, and no more', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 10 });
  const answers = await atOnce(200, checkout(id));
  expect(tally(answers)).toEqual({ 201: 10, '409 MAX_SESSIONS_REACHED': 190 });
  expect(toldBy(await refusalsOn(id))).toBe(190);
  expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.session.id)).size).toBe(10);
}, 30_000);

test('a session checked in by many at once ends once, and all are told the same', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = (await checkout(id)(fixture.owner, 0)).body;
  const answers = await atOnce(60, () => fixture.owner.post(`/sessions/${session.id}/checkin`));
  expect(tally(answers)).toEqual({ 200: 60 });
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await typesIn(`identity-${id}`)).toEqual(['identity-created', 'identity-checked-out', 'identity-checked-in']);
});

test('checkin and force checkin at once end a session once; what one was owed is owed once', async () => {
  const { id } = await fixture.newIdentity({ rotateAfterUse: true });
  const { session } = (await checkout(id)(fixture.owner, 0)).body;
  const answers = await atOnce(60, (_, n) =>
    n % 2 === 0
      ? fixture.owner.post(`/sessions/${session.id}/checkin`)
      : fixture.owner.post(`/sessions/${session.id}/force-checkin`, { reason: `force ${n}` }),
  );
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  const types = await typesIn(`identity-${id}`);
  expect(types.filter((type) => type === 'identity-checked-in')).toHaveLength(1);
  expect(types.filter((type) => type === 'rotation-requested')).toHaveLength(1);
});

test('of many who rotate at once one does, and a checkout beside them has a value that is current', async () => {
  const { id } = await fixture.newIdentity();
  const answers = await atOnce(40, (who, n) =>
    n % 4 === 3 ? checkout(id)(who, n) : fixture.owner.post(`/identities/${id}/rotate`),
  );
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(tally(answers)['201'] ?? 0).toBeLessThanOrEqual(1);
  const { session, credential } = answers.find(({ status }) => status === 201)?.body ?? {};
  if (session !== undefined) {
    const seen = await fixture.owner.ok('GET', `/identities/${id}`);
    expect(credential.version).toBe(seen.credentialVersion);
    await fixture.owner.ok('POST', `/sessions/${session.id}/force-checkin`, { reason: 'make way' });
  }
  const types = await typesIn(`identity-${id}`);
  const open = types.reduce<{ now: number; most: number }>(
    ({ now, most }, type) => {
      const next = now + (type === 'rotation-requested' ? 1 : /^rotation-(confirmed|failed)$/.test(type) ? -1 : 0);
      return { now: next, most: Math.max(most, next) };
    },
    { now: 0, most: 0 },
  );
  expect(open.most).toBe(1);
});

test('the same request many times at once is one checkout', async () => {
  const { id, value } = await fixture.newIdentity();
  const body = { reason: 'pressed often', durationMinutes: 5 };
  const headers = { 'idempotency-key': `often-${id}` };
  const answers = await atOnce(50, () => fixture.owner.post(`/identities/${id}/checkout`, body, headers));
  const { 201: made = 0, '409 IDEMPOTENCY_IN_PROGRESS': running = 0, ...others } = tally(answers);
  expect(others).toEqual({});
  expect(made).toBeGreaterThan(0);
  expect(made + running).toBe(50);
  const disclosed = answers.filter(({ status }) => status === 201).map(({ body: answer }) => answer.credential.value);
  expect(new Set(disclosed)).toEqual(new Set([value]));
  expect(await typesIn(`identity-${id}`)).toEqual(['identity-created', 'identity-checked-out']);
});
