import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onEngines } from '../support/house/engines';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newSupportWorld, type SupportWorld } from '../support/house/support-world';

/** § Support access workflow, on files that were put back to an older copy. */
(onEngines ? describe.skip : describe)('a store that was put back', () => {
  let house: RunningHouse;
  let world: SupportWorld;
  beforeAll(async () => {
    house = await runningHouse();
    world = await newSupportWorld(house);
  });
  afterAll(() => house.end());

  test('lets in whom its log lets in, and the next emergency shuts out for good', async () => {
    const { owner, organizationId, support } = world;
    const { id } = await world.newIdentity();
    const reads = async () => (await (await house.as(support.email)).get(`/identities/${id}`)).status;
    const asOwner = () => house.as(owner.email);
    const copy = join(house.dataDir, '..', 'copy');
    await house.close();
    cpSync(house.dataDir, copy, { recursive: true });
    house = await runningHouse({ dataDir: house.dataDir });
    const body = { enabled: true, reason: 'after the copy' };
    await (await asOwner()).ok('PUT', `/organizations/${organizationId}/support-access`, body);
    expect(await reads()).toBe(200);
    await house.close();
    rmSync(house.dataDir, { recursive: true });
    cpSync(copy, house.dataDir, { recursive: true });
    house = await runningHouse({ dataDir: house.dataDir });
    expect(await reads()).toBe(403);
    await (await asOwner()).ok('POST', '/support-access/emergency-disable', { reason: 'x' });
    house = await house.restart();
    expect(await reads()).toBe(403);
  });
});
