import type { Json } from '../support/json';
import { KilledServer } from '../support/application/killed-server';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** A real server is killed while everything that somebody was shown is changed: each value changes, and none twice. */
const killed = new KilledServer();
let fixture: Fixture;
beforeAll(async () => {
  await killed.start();
  fixture = await newFixture(killed);
}, 180_000);
afterAll(() => killed.end());

const STEPS = [
  'before keyledger.exposure-rotation-requested.v1',
  'after keyledger.exposure-rotation-requested.v1',
  'after keyledger.rotation-requested.v1',
  'after keyledger.rotation-confirmed.v1',
  'before keyledger.exposed-identity-settled.v1',
  'after keyledger.exposed-identity-settled.v1',
];

test.each(STEPS)(
  'killed %s',
  async (step) => {
    await killed.live();
    const owner = await killed.as(fixture.owner.email);
    const user = await killed.as(fixture.people.user.email);
    const key = step.replaceAll(/\W/g, '-');
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const body = {
        identityGroupId: fixture.vaultId,
        name: `${step} ${n}`,
        username: 'admin',
        credential: `value ${key} ${n}`,
        credentialType: 'password',
      };
      const { id } = await owner.ok('POST', '/identities', body);
      await user.ok('POST', `/identities/${id}/reveal`);
      ids.push(id);
    }
    killed.killAt(step);
    const path = `/users/${fixture.userIds.user}/exposure`;
    const asked = await killed.insist(owner.email, `${path}/rotate`, { reason: step }, key);
    expect([asked.status, asked.body.rotation]).toMatchObject([202, { total: 3, failed: 0 }]);
    // What happens by itself may have killed it by now, or is about to.
    const isDone = async () => (await (await killed.as(owner.email)).ok('GET', path)).rotation.done === 3;
    await Promise.race([killed.died(), until('all of it', () => isDone().catch(() => false), 60_000)]);
    if ((await isDone().catch(() => undefined)) === undefined) await killed.start();
    await until('all of it, after a start', isDone, 60_000);
    const now = await killed.as(owner.email);
    expect((await now.ok('GET', path)).items).toEqual([]);
    for (const id of ids) {
      const facts: Json[] = (await now.ok('GET', `/streams/identity-${id}?limit=200`)).items;
      const count = (noun: string) => facts.filter(({ type }) => type === `keyledger.${noun}.v1`).length;
      expect([count('rotation-requested'), count('rotation-confirmed')]).toEqual([1, 1]);
    }
    expect(killed.killedAt.at(-1)).toBe(step);
  },
  180_000,
);
