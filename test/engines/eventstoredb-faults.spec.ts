import { randomBytes } from 'node:crypto';
import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { until } from '../support/until';

/** What is left of the product while the event store is gone or misbehaves, and that all is right afterwards by itself. */
const BACK_MS = 20_000;
const SECRET = /value-[a-z0-9]+/;

describe.each(['23.10', '24.2'] as const)('over an EventStoreDB %s', (flavour) => {
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    double = await EventStoreDouble.start({ flavour });
    application = await runningApplication({
      env: {
        KEYLEDGER_EVENT_STORE: 'eventstoredb',
        EVENTSTORE_URL: double.url('&defaultDeadline=1000'),
        KEYLEDGER_READ_STORE: 'embedded',
        KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64'),
        KEYLEDGER_ROOT_KEY_FILE: '',
      },
    });
    fixture = await newFixture(application);
  });
  afterAll(async () => {
    await application.end();
    await double.end();
  });

  const checkOut = (who: Client, identityId: string): Promise<Answer> =>
    who.post(`/identities/${identityId}/checkout`, { reason: 'to look', durationMinutes: 5 });

  const newIdentities = (count: number) => Promise.all(Array.from({ length: count }, () => fixture.newIdentity()));

  const checkoutsOf = async (identityId: string): Promise<number> => {
    const { items } = await fixture.owner.ok('GET', `/streams/identity-${identityId}`);
    return items.filter(({ type }: { type: string }) => type === 'keyledger.identity-checked-out.v1').length;
  };

  const expectUnavailable = async (asked: Promise<Answer>): Promise<void> => {
    const { status, headers, text } = await asked;
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(text).not.toMatch(SECRET);
  };

  /** Whatever needs a permission is judged from the log; the rest needs nobody. */
  const expectStandstill = async (identityId: string): Promise<void> => {
    const { owner, people } = fixture;
    await Promise.all([
      ...[
        '/me',
        '/identities',
        `/identities/${identityId}`,
        '/sessions',
        '/audit',
        `/streams/identity-${identityId}`,
      ].map((path) => expectUnavailable(owner.get(path))),
      expectUnavailable(checkOut(people.user, identityId)),
      expectUnavailable(checkOut(owner, identityId)),
      expectUnavailable(people.user.post(`/identities/${identityId}/reveal`)),
      expectUnavailable(owner.post('/organizations', { name: 'Later' })),
    ]);
    const ready = await owner.get('//health/ready');
    expect([ready.status, ready.body]).toEqual([503, { ready: false, parts: { eventStore: { state: 'away' } } }]);
    for (const path of ['//health/live', '//metrics', '//docs', '/openapi.json']) {
      expect([path, (await owner.get(path)).status]).toEqual([path, 200]);
    }
  };

  /** By itself, with nothing lost and nothing doubled. */
  const expectRecovery = async ({ id, value }: { id: string; value: string }): Promise<void> => {
    const { user } = fixture.people;
    await until('a reading', async () => (await fixture.owner.get(`/identities/${id}`)).status === 200, BACK_MS);
    expect(await checkoutsOf(id)).toBe(0);
    const out = await checkOut(user, id);
    expect([out.status, out.body.credential?.value]).toEqual([201, value]);
    expect(await checkoutsOf(id)).toBe(1);
    const listed = await fixture.owner.get(`/sessions?identityId=${id}`, {
      'keyledger-min-position': out.headers.get('keyledger-position') ?? '',
    });
    expect([listed.status, listed.body.items?.length]).toEqual([200, 1]);
    await until('readiness', async () => (await fixture.owner.get('//health/ready')).status === 200, BACK_MS);
  };

  it.each([
    ['is gone', () => double.kill(), () => double.restart()],
    ['hangs', () => double.faults({ hung: true }), () => double.faults({ hung: false })],
    ['stands still', async () => double.freeze(), async () => double.thaw()],
    ['is not ready', () => double.faults({ notReady: true }), () => double.faults({ notReady: false })],
    ['answers too late', () => double.faults({ slowMs: 2_000 }), () => double.faults({ slowMs: 0 })],
  ])(
    'discloses nothing while it %s, and goes on by itself afterwards',
    async (_, breakIt, mend) => {
      const identity = await fixture.newIdentity();
      await breakIt();
      await expectStandstill(identity.id);
      await mend();
      await expectRecovery(identity);
    },
    90_000,
  );

  it('answers a crowd in time while it hangs, and does not let it pile up', async () => {
    const identity = await fixture.newIdentity();
    await double.faults({ hung: true });
    const began = performance.now();
    const crowd = await Promise.all(
      Array.from({ length: 300 }, (__, n) =>
        n % 2 === 0 ? checkOut(fixture.people.user, identity.id) : fixture.owner.get(`/identities/${identity.id}`),
      ),
    );
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([503]));
    expect(performance.now() - began).toBeLessThan(5_000);
    const again = performance.now();
    await expectStandstill(identity.id);
    expect(performance.now() - again).toBeLessThan(5_000);
    await double.faults({ hung: false });
    await expectRecovery(identity);
  }, 90_000);

  it('waits for one that is merely slow', async () => {
    const [{ id, value }] = (await newIdentities(1)) as [{ id: string; value: string }];
    await double.faults({ slowMs: 250 });
    const out = await checkOut(fixture.people.user, id);
    await double.faults({ slowMs: 0 });
    expect([out.status, out.body.credential?.value]).toEqual([201, value]);
    expect(await checkoutsOf(id)).toBe(1);
  }, 30_000);

  it('settles answers that are lost after the commit: everybody hears, nothing is doubled', async () => {
    const identities = await newIdentities(24);
    await double.faults({ loseAnswers: 3, swallowAnswers: 1, failAppends: 2 });
    const answers = await Promise.all(identities.map(({ id }) => checkOut(fixture.people.user, id)));
    expect(answers.map(({ status, body }) => [status, body.credential?.value])).toEqual(
      identities.map(({ value }) => [201, value]),
    );
    expect(await Promise.all(identities.map(({ id }) => checkoutsOf(id)))).toEqual(identities.map(() => 1));
  }, 60_000);

  it('follows on when its subscription is dropped, again and again', async () => {
    const identities = await newIdentities(20);
    for (const [n, { id }] of identities.entries()) {
      if (n % 4 === 0) await double.order({ dropSubscribers: true });
      const out = await checkOut(fixture.people.user, id);
      expect(out.status).toBe(201);
      const listed = await fixture.owner.get(`/sessions?identityId=${id}`, {
        'keyledger-min-position': out.headers.get('keyledger-position') ?? '',
      });
      expect([listed.status, listed.body.items?.length]).toEqual([200, 1]);
    }
  }, 60_000);

  it('loses and doubles nothing when it is killed under load and starts again on its log', async () => {
    const identities = await newIdentities(40);
    let answered = 0;
    const all = Promise.all(
      identities.map(async ({ id, value }, n) => {
        const key = { 'idempotency-key': `killed-${flavour}-${n}` };
        const ask = async (): Promise<Answer> => {
          const answer = await fixture.people.user.post(
            `/identities/${id}/checkout`,
            { reason: 'to look', durationMinutes: 5 },
            key,
          );
          answered += 1;
          const later = answer.status === 503 || answer.body.code === 'IDEMPOTENCY_IN_PROGRESS';
          return later ? new Promise((resolve) => setTimeout(() => resolve(ask()), 200)) : answer;
        };
        const { status, body } = await ask();
        expect([status, body.credential?.value]).toEqual([201, value]);
      }),
    );
    await until('some answers', () => answered > 4);
    await double.kill();
    await double.restart({ notReady: true });
    await double.faults({ notReady: false });
    await all;
    expect(await Promise.all(identities.map(({ id }) => checkoutsOf(id)))).toEqual(identities.map(() => 1));
  }, 90_000);
});
