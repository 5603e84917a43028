import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchedulerRegistry } from '@nestjs/schedule';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication({ env: { KEYLEDGER_BACKUP_CRON: '15 3 * * *', KEYLEDGER_BACKUP_KEEP: '2' } });
});
afterAll(() => application.end());

const job = () => application.server.app.get(SchedulerRegistry).getCronJob('back-up-on-schedule');
const folder = () => join(application.dataDir, 'backups');
const facts = async (what: string) => {
  const owner = await application.as('owner@example.com');
  return (await owner.ok('GET', `/audit?type=keyledger.${what}.v1`)).items;
};
const counted = async (outcome: string) => {
  const text = await (await fetch(`${application.url}/metrics`)).text();
  return Number(
    new RegExp(`^keyledger_scheduled_backups_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(text)?.[1],
  );
};

test('it comes at the time set, in UTC', () => {
  expect(job().nextDate().toUTC().toFormat('HH:mm')).toBe('03:15');
});

test('the newest are kept, the others go, and all of it stands in the audit as the doing of the schedule', async () => {
  for (const _ of [1, 2, 3]) await job().fireOnTick();
  const made = await facts('backup-made');
  expect(made).toMatchObject(
    [1, 2, 3].map(() => ({ actor: { kind: 'policy', name: 'back-up-on-schedule' }, outcome: 'success' })),
  );
  const [third, second, first] = made.map(({ data }: { data: { backupId: string } }) => data.backupId);
  expect(readdirSync(folder()).toSorted()).toEqual([second, third]);
  expect(await facts('backups-pruned')).toMatchObject([{ data: { backupIds: [first] } }]);
  expect([await counted('made'), await counted('failed')]).toEqual([3, 0]);
});

test('one that fails is counted, logged and told, and removes nothing', async () => {
  const before = await facts('backups-pruned');
  rmSync(folder(), { recursive: true });
  writeFileSync(folder(), 'in the way');
  await job().fireOnTick();
  expect([await counted('made'), await counted('failed')]).toEqual([3, 1]);
  expect(await facts('backup-failed')).toHaveLength(1);
  expect(await facts('backups-pruned')).toEqual(before);
  expect(application.logged.join('')).toContain('trouble with a scheduled backup');
  const owner = await application.as('owner@example.com');
  await until('the notification', async () =>
    (await owner.ok('GET', '/notifications')).items.some(
      ({ kind, severity }: { kind: string; severity: string }) => kind === 'backup-failed' && severity === 'critical',
    ),
  );
});
