import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

const DAY = 24 * 60;

describeEmbedded('a clock that was a day ahead', () => {
  const clock = new TurnedClock();
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    application = await runningApplication({ clock, env: { KEYLEDGER_OWNER_EMAIL: 'owner@example.com' } });
    fixture = await newFixture(application);
  });
  afterAll(() => application.end());

  /** Somebody with a token of now: one of tomorrow is none. */
  const as = (who: 'owner' | 'user') => application.as(fixture.people[who].email);
  const take = { reason: 'a look at the logs', durationMinutes: 5 };
  const judged = async (id: string) => {
    const user = await as('user');
    const shown = await user.get(`/identities/${id}`);
    return {
      checkout: (await user.post(`/identities/${id}/checkout`, take)).status,
      reveal: (await user.post(`/identities/${id}/reveal`, {})).status,
      access: shown.body.access,
    };
  };
  const rowOf = async (stream: string) =>
    (await (await as('owner')).ok('GET', '/operations/damage')).items.find(
      (each: { stream: string; settledBy?: string }) => each.stream === stream && each.settledBy === undefined,
    );

  test('leaves checkout, reveal and what is told of access agreeing, is told, and settled counts no more', async () => {
    const { id } = await fixture.newIdentity();
    const other = await fixture.newIdentity();
    const stream = `identity-${id}`;
    const grants = await (await as('owner')).ok('GET', `/identity-groups/${fixture.vaultId}/access`);
    const grant = grants.items.find((each: { principalId: string }) => each.principalId === fixture.idpUserIds['user']);
    const narrowed = { level: 'checkout', expiresAt: clock.in(DAY / 2) };
    await (await as('owner')).ok('PATCH', `/identity-groups/${fixture.vaultId}/access/${grant.id}`, narrowed);
    clock.pass(DAY);
    await (await as('owner')).ok('PATCH', `/identities/${id}`, { name: 'changed tomorrow' });
    const tomorrow = clock.in(0);
    clock.pass(-DAY);
    expect(await judged(id)).toMatchObject({ checkout: 403, reveal: 403 });
    await until('the row', async () => (await rowOf(stream)) !== undefined);
    const row = await rowOf(stream);
    expect(row).toMatchObject({ stream, revision: 1, until: tomorrow });
    expect(row).not.toHaveProperty('type');
    // Nothing is frozen by it, and no other stream is touched.
    expect((await (await as('owner')).post(`/identities/${id}/checkout`, take)).status).toBe(201);
    expect(await judged(other.id)).toMatchObject({ reveal: 200, checkout: 201 });
    expect(application.logged.join('')).toContain('a clock was ahead');
    const { text } = await (await as('owner')).get('//metrics');
    expect(text).toMatch(/^keyledger_streams_ahead_of_clock [1-9]/m);
    expect(text).toMatch(/^keyledger_unsettled_damages 0$/m);
    expect(await (await as('user')).post(`/operations/damage/${row.id}/settle`, { reason: 'mine' })).toMatchObject({
      status: 403,
    });
    const path = `/operations/damage/${row.id}/settle`;
    const settled = await (await as('owner')).ok('POST', path, { reason: 'a clock was wrong' });
    expect(settled).toMatchObject({ settledBy: fixture.userIds.owner });
    expect(await (await as('owner')).ok('POST', path, { reason: 'twice' })).toEqual(settled);
    const { items } = await (await as('owner')).ok('GET', `/sessions?identityId=${id}`);
    await (await as('owner')).ok('POST', `/sessions/${items[0].id}/checkin`);
    expect(await judged(id)).toMatchObject({ reveal: 200, checkout: 201 });
    application = await application.restart();
    expect(await judged(id)).toMatchObject({ reveal: 200 });
    expect(await rowOf(stream)).toBeUndefined();
  });
});
