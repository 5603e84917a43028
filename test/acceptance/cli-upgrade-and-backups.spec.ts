import { jsonLines, keyledger, reaching } from '../support/application/command-line';
import { describeEmbedded } from '../support/application/engines';
import { importedIdentity } from '../support/application/imported-identity';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, SECRET, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';
import { v1Box } from '../support/v1-box';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const some = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => importedIdentity(application, fixture, 'v1', v1Box(SECRET, `value ${n}`))),
  );

test('keyledger upgrade-material does it and tells how far it is', async () => {
  await some(4);
  const env = await reaching(application);
  const { status, stdout, stderr } = await keyledger(
    ['upgrade-material', '--organization', fixture.organizationId],
    env,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^World \d+: 4 of 4 upgraded \(100 %\)$/);
  const again = await keyledger(['upgrade-material', '--json'], env);
  expect(again.status).toBe(0);
  expect(jsonLines(again.stdout)).toContainEqual(
    expect.objectContaining({ organizationId: fixture.organizationId, v1: 0 }),
  );
});

// Engines make backups of their own.
describeEmbedded('keyledger backups', () => {
  test('lists them, and prune removes old ones but never the newest', async () => {
    const env = await reaching(application);
    const ids: string[] = [];
    for (const n of [1, 2]) {
      ids.push((await fixture.owner.ok('POST', '/operations/backups')).id);
      const items = async () => (await fixture.owner.ok('GET', '/operations/backups')).items;
      await until('the backup', async () => (await items()).length === n, 15_000);
    }
    const [first = '', second = ''] = ids;
    expect((await keyledger(['backups'], env)).stdout).toMatch(new RegExp(`^ID .*\\n${second} .*\\n${first} `));
    expect((await keyledger(['backups', 'prune'], env)).status).toBe(2);
    expect((await keyledger(['backups', 'prune', '--keep', '1'], env)).stdout).toBe(`Removed ${first}.\n`);
    expect((await keyledger(['backups', 'prune', '--older-than', '0'], env)).stdout).toBe('Nothing was to go.\n');
    const manager = await reaching(application, fixture.people.manager.email);
    expect(await keyledger(['backups', 'prune', '--keep', '1'], manager)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('PERMISSION_DENIED'),
    });
  });
});
