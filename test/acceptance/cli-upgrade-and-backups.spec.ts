import { jsonLines, keyledger, reaching } from '../support/house/command-line';
import { describeEmbedded } from '../support/house/engines';
import { importedIdentity } from '../support/house/imported-identity';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, SECRET, type World } from '../support/house/world';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

let house: RunningHouse;
let world: World;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
});
afterAll(() => house.end());

const some = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => importedIdentity(house, world, 'v1', v1Box(SECRET, `value ${n}`))),
  );

test('keyledger upgrade-material does it and tells how far it is', async () => {
  await some(4);
  const env = await reaching(house);
  const { status, stdout, stderr } = await keyledger(['upgrade-material', '--organization', world.organizationId], env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^World \d+: 4 of 4 upgraded \(100 %\)$/);
  const again = await keyledger(['upgrade-material', '--json'], env);
  expect(again.status).toBe(0);
  expect(jsonLines(again.stdout)).toContainEqual(
    expect.objectContaining({ organizationId: world.organizationId, v1: 0 }),
  );
});

// Engines make backups of their own.
describeEmbedded('keyledger backups', () => {
  test('lists them, and prune removes old ones but never the newest', async () => {
    const env = await reaching(house);
    const ids: string[] = [];
    for (const n of [1, 2]) {
      ids.push((await world.owner.ok('POST', '/operations/backups')).id);
      const items = async () => (await world.owner.ok('GET', '/operations/backups')).items;
      await until('the backup', async () => (await items()).length === n, 15_000);
    }
    const [first = '', second = ''] = ids;
    expect((await keyledger(['backups'], env)).stdout).toMatch(new RegExp(`^ID .*\\n${second} .*\\n${first} `));
    expect((await keyledger(['backups', 'prune'], env)).status).toBe(2);
    expect((await keyledger(['backups', 'prune', '--keep', '1'], env)).stdout).toBe(`Removed ${first}.\n`);
    expect((await keyledger(['backups', 'prune', '--older-than', '0'], env)).stdout).toBe('Nothing was to go.\n');
    const manager = await reaching(house, world.people.manager.email);
    expect(await keyledger(['backups', 'prune', '--keep', '1'], manager)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('PERMISSION_DENIED'),
    });
  });
});
