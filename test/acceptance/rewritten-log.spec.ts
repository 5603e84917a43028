import { newFixture, type Fixture } from '../support/application/fixture';
import { LogMishaps } from '../support/application/log-mishaps';
import type { RawFact, Rewrite } from '../support/application/raw-log';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** Whoever can write to the store, and holds no root key, can stop a stream. Nobody is made to believe anything. */
describe.each(['embedded', 'eventstoredb'] as const)('a log rewritten by hand, %s', (store) => {
  let log: LogMishaps;
  let fixture: Fixture;
  beforeAll(async () => {
    log = await LogMishaps.begin(store);
    fixture = await newFixture(log.application);
  }, 120_000);
  afterAll(() => log.end());

  const checkOut = (id: string) =>
    fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'a look at the logs', durationMinutes: 5 });
  const damages = async (): Promise<readonly Json[]> => (await fixture.owner.ok('GET', '/operations/damage')).items;
  const damageOf = async (stream: string, revision: number) => {
    const found = async () =>
      (await damages()).find((each) => each['stream'] === stream && each['revision'] === revision);
    await until(`the damage of ${stream}`, async () => (await found()) !== undefined, 60_000);
    return found();
  };
  const metrics = async () => (await fetch(`${log.application.url}/metrics`)).text();

  const changed =
    (stream: string, revision: number, change: (fact: RawFact) => Partial<RawFact>): Rewrite =>
    (facts) =>
      facts.map((fact) => (fact.stream === stream && fact.revision === revision ? { ...fact, ...change(fact) } : fact));
  const added =
    (of: (facts: readonly RawFact[]) => Partial<RawFact>): Rewrite =>
    (facts) => [...facts, { ...(facts.at(-1) as RawFact), position: (facts.at(-1)?.position ?? 0) + 1, ...of(facts) }];
  const ofStream = (facts: readonly RawFact[], stream: string) => facts.filter((fact) => fact.stream === stream);

  /** By what was done to a stream: how, and the first revision that proves nothing then. */
  const ATTACKS: Readonly<Record<string, (stream: string, other: string) => readonly [number, Rewrite]>> = {
    'another value in what is said': (stream) => [
      0,
      changed(stream, 0, ({ data }) => ({ data: { ...data, username: 'root' } })),
    ],
    'another actor': (stream) => [
      0,
      changed(stream, 0, ({ metadata }) => ({ metadata: { ...metadata, actor: { kind: 'user', userId: 'nobody' } } })),
    ],
    'another time': (stream) => [
      1,
      changed(stream, 1, ({ metadata }) => ({ metadata: { ...metadata, time: '2020-01-01T00:00:00.000Z' } })),
    ],
    'the code taken away': (stream) => [
      1,
      changed(stream, 1, ({ metadata: { mac: _, ...metadata } }) => ({ metadata })),
    ],
    'two facts swapped': (stream) => [
      0,
      (facts) => {
        const [one, two] = ofStream(facts, stream) as [RawFact, RawFact];
        const swapped = new Map([
          [one, { ...two, position: one.position, revision: 0 }],
          [two, { ...one, position: two.position, revision: 1 }],
        ]);
        return facts.map((fact) => swapped.get(fact) ?? fact);
      },
    ],
    'a fact of its own, again': (stream) => [
      2,
      added((facts) => ({ ...ofStream(facts, stream)[1], revision: 2, position: (facts.at(-1)?.position ?? 0) + 1 })),
    ],
    'the fact that began it, again': (stream) => [
      2,
      added((facts) => ({ ...ofStream(facts, stream)[0], revision: 2, position: (facts.at(-1)?.position ?? 0) + 1 })),
    ],
    'a fact of another stream': (stream, other) => [
      2,
      added((facts) => {
        const [, told] = ofStream(facts, other) as [RawFact, RawFact];
        const data = { ...told.data, identityId: stream.slice('identity-'.length) };
        return { ...told, data, stream, revision: 2, position: (facts.at(-1)?.position ?? 0) + 1 };
      }),
    ],
  };

  test('each rewritten stream is frozen, is told with its place, and all others go on', async () => {
    const whole = await fixture.newIdentity();
    const attacked: { attack: string; id: string; revision: number }[] = [];
    const rewrites: Rewrite[] = [];
    for (const [attack, rewrite] of Object.entries(ATTACKS)) {
      const { id } = await fixture.newIdentity();
      expect((await checkOut(id)).status).toBe(201);
      const [revision, how] = rewrite(`identity-${id}`, `identity-${attacked[0]?.id ?? whole.id}`);
      attacked.push({ attack, id, revision });
      rewrites.push(how);
    }
    await log.rewrite((facts) => rewrites.reduce((rewritten, rewrite) => rewrite(rewritten), facts));
    for (const { attack, id, revision } of attacked) {
      const stream = `identity-${id}`;
      expect([attack, (await checkOut(id)).body]).toMatchObject([
        attack,
        { code: 'STREAM_UNREADABLE', stream, revision },
      ]);
      expect([attack, await damageOf(stream, revision)]).toMatchObject([
        attack,
        { stream, revision, fault: expect.stringMatching(/authentication code/) },
      ]);
    }
    expect((await checkOut(whole.id)).status).toBe(201);
    expect(new Set((await damages()).map((each) => each['stream']))).toEqual(
      new Set(attacked.map(({ id }) => `identity-${id}`)),
    );
    expect(log.application.logged.filter((line) => line.includes('"level":60'))).not.toEqual([]);
    await until('the verification', async () => /^keyledger_log_verified 1$/m.test(await metrics()), 60_000);
    // Both of the two that were swapped.
    const unproven = attacked.length + 1;
    expect(await metrics()).toMatch(new RegExp(`^keyledger_log_facts_unproven ${unproven}$`, 'm'));
  }, 240_000);
});
