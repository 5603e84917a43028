import { NOW } from '../../../test/support/streams/a-vault';
import { Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { plusDays } from '../../kernel/time';
import { PruneBackups, PruneBackupsHandler } from './prune-backups';

/** Owners have old backups removed: what goes is told before it goes. */
const run = async (who: string, pruning: PruneBackups['pruning'], remove?: () => Promise<never>) => {
  const ground = new Ground(peopleOf({ owner: { owner: true }, admin: { admin: true } }));
  const removed: (readonly [string, number])[] = [];
  const backups = {
    list: async () => [0, 1, 2].map((days) => ({ id: `b${days}`, madeAt: plusDays(NOW, -days) })),
    remove: remove ?? (async (id: string) => void removed.push([id, ground.told.length])),
  };
  const handler = new PruneBackupsHandler(ground.recording, backups as never, ground.clock);
  const happened = await ground
    .when(() => handler.execute(new PruneBackups(ground.as(who), pruning)))
    .catch((error: Error) => ({ failed: error.message, facts: ground.told }));
  return { ...happened, removed };
};

test.each<[string, PruneBackups['pruning'], readonly string[]]>([
  ['beyond the newest so many', { keep: 2 }, ['b2']],
  ['made so many days ago', { olderThanDays: 1 }, ['b1', 'b2']],
  ['all but the newest, whatever is asked', { keep: 0, olderThanDays: 0 }, ['b1', 'b2']],
])('those go that are %s', async (_, pruning, ids) => {
  expect(await run('owner', pruning)).toEqual({
    facts: [['operations', 'backups-pruned', { backupIds: ids }]],
    removed: ids.map((id) => [id, 1]),
    answer: { removed: ids, position: '0001' },
  });
});

test('where none is to go nothing is told', async () => {
  expect(await run('owner', { keep: 3 })).toEqual({
    answer: { removed: [], position: '0000' },
    facts: [],
    removed: [],
  });
});

test('others than owners remove nothing, and that is told', async () => {
  expect(await run('admin', { keep: 0 })).toMatchObject({
    refused: 'PERMISSION_DENIED',
    facts: [['denied-account', 'backup-prune-refused', { code: 'PERMISSION_DENIED' }]],
    removed: [],
  });
});

test('one that can’t be removed is told as removed all the same: whoever tries again removes it then', async () => {
  const happened = await run('owner', { keep: 1 }, () => Promise.reject(new Error('busy')));
  expect(happened).toMatchObject({
    failed: 'busy',
    facts: [['operations', 'backups-pruned', { backupIds: ['b1', 'b2'] }]],
  });
});
