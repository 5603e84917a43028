import type { Json } from '../support/json';
import { KilledServer } from '../support/application/killed-server';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** A real server is killed between every two steps of an emergency: nothing is lost, and nothing happens twice. */
const killed = new KilledServer();
let fixture: Fixture;
let roleId: string;
beforeAll(async () => {
  await killed.start();
  fixture = await newFixture(killed);
  const role = { name: 'Responder', permissions: ['pam_vaults.break_glass'] };
  ({ id: roleId } = await fixture.owner.ok('POST', '/roles', role));
}, 180_000);
afterAll(() => killed.end());

const STEPS = [
  'before keyledger.break-glass-tried.v1',
  'after keyledger.break-glass-tried.v1',
  'after keyledger.identity-checked-out.v1',
  'before keyledger.notification-raised.v1',
  'after keyledger.notification-raised.v1',
  'before keyledger.identity-checked-in.v1',
  'after keyledger.identity-checked-in.v1',
  'before keyledger.rotation-requested.v1',
  'before keyledger.rotation-confirmed.v1',
  'after keyledger.rotation-confirmed.v1',
];

test.each(STEPS)(
  'killed %s',
  async (step) => {
    await killed.live();
    const owner = await killed.as('owner@example.com');
    const body = {
      identityGroupId: fixture.vaultId,
      name: step,
      username: 'admin',
      credential: `value ${step}`,
      credentialType: 'password',
    };
    const { id } = await owner.ok('POST', '/identities', body);
    // Each time somebody else: one person alone would have to wait for the next minute.
    const key = step.replaceAll(/\W/g, '-');
    const responder = `${key}@example.com`;
    const { user } = await (await killed.as(responder)).ok('GET', '/me');
    const roles = [{ roleId, organizationId: fixture.organizationId }];
    await owner.ok('PUT', `/users/${user.id}/roles`, { roles });
    killed.killAt(step);
    const broken = await killed.insist(responder, `/identities/${id}/break-glass`, { reason: step }, `glass-${key}`);
    expect([broken.status, broken.body.session?.breakGlass]).toEqual([201, true]);
    const sessionId: string = broken.body.session.id;
    const checkedIn = await killed.insist(responder, `/sessions/${sessionId}/checkin`, {}, `back-${key}`);
    expect([checkedIn.status, checkedIn.body.status]).toEqual([200, 'ended']);
    // What happens by itself may have killed it by now, or is about to.
    const report = async (): Promise<Json | undefined> => {
      const { items } = await (await killed.as('owner@example.com')).ok('GET', '/reports/break-glass?limit=200');
      return items.find((incident: Json) => incident.sessionId === sessionId);
    };
    const isDone = async () => ((await report())?.missing.join() ?? '') === 'review';
    await Promise.race([killed.died(), until('all that follows', () => isDone().catch(() => false), 60_000)]);
    if ((await report().catch(() => undefined)) === undefined) await killed.start();
    await until('all that follows, after a start', isDone, 60_000);
    const now = await killed.as('owner@example.com');
    const { items } = await now.ok('GET', `/audit?identityId=${id}&limit=200`);
    const count = (noun: string) => items.filter(({ type }: Json) => type === `keyledger.${noun}.v1`).length;
    expect({
      tried: count('break-glass-tried'),
      out: count('identity-checked-out'),
      in: count('identity-checked-in'),
      told: count('notification-raised'),
      rotated: count('rotation-confirmed'),
    }).toEqual({ tried: 1, out: 1, in: 1, told: 1, rotated: 1 });
    const open = await now.ok('GET', `/sessions?review=open&identityId=${id}`);
    expect(open.items).toMatchObject([{ id: sessionId }]);
    expect(killed.killedAt.at(-1)).toBe(step);
  },
  180_000,
);
