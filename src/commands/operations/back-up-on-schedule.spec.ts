import { NOW } from '../../../test/support/streams/a-vault';
import { Ground } from '../../../test/support/streams/ground-of';
import { StoreUnavailable } from '../../kernel/store-errors';
import { plusDays } from '../../kernel/time';
import { withMethods } from '../../../test/support/with-methods';
import { BackUpOnSchedule, BackUpOnScheduleHandler } from './back-up-on-schedule';
import { copyAndTell } from './copy-and-tell';

/** The server copies everything by itself, and removes what is older once the copy stands: told before it is done. */
const ID = '20260301T120000000Z-123456';
const run = async (keep: number, goesWell = true) => {
  const ground = new Ground({});
  const done: string[] = [];
  const backups = {
    make: async (id: string, at: string) => {
      done.push(`make ${id} at ${at} after ${ground.told.length}`);
      if (!goesWell) throw new StoreUnavailable('the disk is full');
      return { position: '0009', bytes: 7 };
    },
    list: async () => [0, 1, 2].map((days) => ({ id: `b${days}`, madeAt: plusDays(NOW, -days) })),
    remove: async (id: string) => void done.push(`remove ${id} after ${ground.told.length}`),
  };
  const handler = new BackUpOnScheduleHandler(ground.recording, backups as never, ground.clock);
  const context = { ...ground.policy(), ids: { next: () => 'x-123456' } };
  const failed = await handler.execute(new BackUpOnSchedule(context, keep)).catch((error: unknown) => error);
  return { failed, done, told: ground.told };
};
const requested = ['operations', 'backup-requested', { backupId: ID }];
const made = ['operations', 'backup-made', { backupId: ID, upToPosition: '0009', bytes: 7 }];
const make = `make ${ID} at ${NOW} after 1`;

test('a copy is told, made and told to stand; then what is beyond the newest so many goes, told first', async () => {
  const pruned = ['operations', 'backups-pruned', { backupIds: ['b1', 'b2'] }];
  expect(await run(1)).toEqual({
    failed: undefined,
    done: [make, 'remove b1 after 3', 'remove b2 after 3'],
    told: [requested, made, pruned],
  });
});

test('where none is beyond, none goes and nothing is told of it', async () => {
  expect(await run(3)).toEqual({ failed: undefined, done: [make], told: [requested, made] });
});

test('where the copy fails nothing is removed: the older ones may be the last that are good', async () => {
  const { failed, done, told } = await run(1, false);
  expect(failed).toBeInstanceOf(StoreUnavailable);
  expect([done, told]).toEqual([[make], [requested, ['operations', 'backup-failed', { backupId: ID }]]]);
});

test('a copy that stands is not told as failed because telling of it failed', async () => {
  const ground = new Ground({});
  const away = new StoreUnavailable('the log is away');
  const told: string[] = [];
  const recording = withMethods(ground.recording, {
    record: (_context, _stream, { type }) => {
      told.push(type);
      return Promise.reject(away);
    },
  });
  const backups = { make: async () => ({ position: '0009', bytes: 7 }) };
  await expect(copyAndTell({ recording, backups } as never, ground.policy(), ID, NOW)).rejects.toBe(away);
  expect(told).toEqual(['keyledger.backup-made.v1']);
});
