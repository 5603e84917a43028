import type { Json } from '../support/json';
import { KilledServer } from '../support/application/killed-server';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** A real server is killed between every two steps of a hand-over: one holds it, never two and never nobody. */
const killed = new KilledServer();
let fixture: Fixture;
beforeAll(async () => {
  await killed.start();
  fixture = await newFixture(killed);
}, 180_000);
afterAll(() => killed.end());

const CHECKED_IN = 'keyledger.identity-checked-in.v1';
const CHECKED_OUT = 'keyledger.identity-checked-out.v1';

/** `of`: what the step belongs to, the hand-over itself or what follows when the receiver gives it back. */
const STEPS: readonly (readonly [string, 'transfer' | 'end'])[] = [
  [`before ${CHECKED_OUT}`, 'transfer'],
  [`after ${CHECKED_OUT}`, 'transfer'],
  [`before ${CHECKED_IN}`, 'end'],
  [`after ${CHECKED_IN}`, 'end'],
  ['before keyledger.rotation-confirmed.v1', 'end'],
  ['after keyledger.rotation-confirmed.v1', 'end'],
];

test.each(STEPS)(
  'killed %s of the %s',
  async (step, of) => {
    await killed.live();
    const { user, groupUser } = fixture.people;
    const key = `${step} ${of}`.replaceAll(/\W/g, '-');
    const owner = await killed.as(fixture.owner.email);
    const body = {
      identityGroupId: fixture.vaultId,
      name: step,
      username: 'admin',
      credential: `value ${key}`,
      credentialType: 'password',
      rotateAfterUse: true,
    };
    const { id } = await owner.ok('POST', '/identities', body);
    const holder = await killed.as(user.email);
    const { session } = await holder.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 30 });
    const to = { userId: fixture.userIds.groupUser, reason: step };
    if (of === 'transfer') killed.killAt(step);
    const handed = await killed.insist(user.email, `/sessions/${session.id}/transfer`, to, `transfer-${key}`);
    expect([handed.status, handed.body]).toMatchObject([
      200,
      { userId: fixture.userIds.groupUser, status: 'active', transferredFrom: { sessionId: session.id } },
    ]);
    const third = await (
      await killed.as(owner.email)
    ).post(`/identities/${id}/checkout`, {
      reason: 'a third person',
      durationMinutes: 5,
    });
    expect(third.body.code).toBe('ALREADY_CHECKED_OUT');
    if (of === 'end') killed.killAt(step);
    const back = await killed.insist(groupUser.email, `/sessions/${handed.body.id}/checkin`, {}, `back-${key}`);
    expect([back.status, back.body.status]).toEqual([200, 'ended']);
    // What happens by itself may have killed it by now, or is about to.
    const facts = async (): Promise<Json[]> => {
      const { items } = await (await killed.as(owner.email)).ok('GET', `/streams/identity-${id}?limit=200`);
      return items;
    };
    const isRotated = async () => (await facts()).some(({ type }: Json) => type === 'keyledger.rotation-confirmed.v1');
    await Promise.race([killed.died(), until('the rotation', () => isRotated().catch(() => false), 60_000)]);
    if ((await facts().catch(() => undefined)) === undefined) await killed.start();
    await until('the rotation, after a start', isRotated, 60_000);
    const told = await facts();
    const sessionsOf = (type: string) =>
      told.filter((fact) => fact.type === type).map(({ data }) => [data.sessionId, data.endedBy ?? data.userId]);
    expect(sessionsOf(CHECKED_OUT)).toEqual([
      [session.id, fixture.userIds.user],
      [handed.body.id, fixture.userIds.groupUser],
    ]);
    expect(sessionsOf(CHECKED_IN)).toEqual([
      [session.id, 'transfer'],
      [handed.body.id, 'checkin'],
    ]);
    expect(told.filter(({ type }) => type === 'keyledger.rotation-confirmed.v1')).toHaveLength(1);
    expect(killed.killedAt.at(-1)).toBe(step);
  },
  180_000,
);
