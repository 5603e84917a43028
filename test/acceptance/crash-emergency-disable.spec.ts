import type { Json } from '../support/json';
import { KilledServer } from '../support/application/killed-server';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { until } from '../support/until';

/** A real server is killed between every two steps of an emergency disable: support is out, and what it held rotates. */
const killed = new KilledServer();
let fixture: SupportFixture;
beforeAll(async () => {
  await killed.start();
  fixture = await newSupportFixture(killed);
}, 180_000);
afterAll(() => killed.end());

const STEPS = [
  'before keyledger.support-access-emergency-disabled.v1',
  'after keyledger.support-access-emergency-disabled.v1',
  'before keyledger.identity-checked-in.v1',
  'after keyledger.identity-checked-in.v1',
  'before keyledger.rotation-confirmed.v1',
];

test.each(STEPS)(
  'killed %s',
  async (step) => {
    await killed.live();
    const owner = await killed.as('owner@example.com');
    const path = `/organizations/${fixture.organizationId}/support-access`;
    await owner.ok('PUT', path, { enabled: true, reason: step });
    const body = {
      identityGroupId: fixture.vaultId,
      name: step,
      username: 'admin',
      credential: `value ${step}`,
      credentialType: 'password',
    };
    const { id } = await owner.ok('POST', '/identities', body);
    const support = await killed.as(fixture.support.email);
    const { session } = await support.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 30 });
    killed.killAt(step);
    const stopped = await killed.insist(
      owner.email,
      '/support-access/emergency-disable',
      { reason: step },
      step.replaceAll(/\W/g, '-'),
    );
    expect(stopped.status).toBe(200);
    const isOut = async () => (await killed.as(fixture.support.email)).get(`/identities/${id}`);
    const told = await isOut().catch(() => undefined);
    if (told !== undefined) expect(told.body.code).toBe('SUPPORT_ACCESS_OFF');
    const look = async (): Promise<Json> => (await killed.as(owner.email)).ok('GET', `/streams/identity-${id}`);
    const isRotated = async () =>
      ((await look()).items as Json[]).some(({ type }) => type === 'keyledger.rotation-confirmed.v1');
    await Promise.race([killed.died(), until('the rotation', () => isRotated().catch(() => false), 60_000)]);
    if ((await look().catch(() => undefined)) === undefined) await killed.start();
    await until('the rotation, after a start', isRotated, 60_000);
    expect((await isOut()).body.code).toBe('SUPPORT_ACCESS_OFF');
    const facts = (await look()).items as Json[];
    const ends = facts.filter(({ type }) => type === 'keyledger.identity-checked-in.v1');
    expect(ends.map(({ data }) => [data.sessionId, data.endedBy])).toEqual([[session.id, 'support_disabled']]);
    expect(facts.filter(({ type }) => type === 'keyledger.rotation-confirmed.v1')).toHaveLength(1);
    const { items } = await (await killed.as(owner.email)).ok('GET', '/support-access/audit?limit=200');
    const shut = items.filter(({ reason, type }: Json) => reason === step && type.includes('emergency-disabled'));
    expect(shut).toHaveLength(1);
    expect(killed.killedAt.at(-1)).toBe(step);
  },
  180_000,
);
