import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract, type StoreUnderTest } from '../../../../test/contract/event-store.contract';
import { newEvent } from '../../../../test/contract/new-events';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { Database } from '../../sqlite/database';
import { EmbeddedEventStore } from './embedded-event-store';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-events-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const openIn = async (folder: string): Promise<StoreUnderTest> => {
  const store = new EmbeddedEventStore(join(folder, 'events.db'));
  return {
    store,
    close: () => store.close(),
    reopen: async () => {
      await store.close();
      return openIn(folder);
    },
  };
};

eventStoreContract('embedded', () => openIn(newFolder()));

describe('embedded event store', () => {
  it('lets appends that arrive together share one commit, each failing alone', async () => {
    const batches: number[][] = [];
    const store = new EmbeddedEventStore(join(newFolder(), 'events.db'), (...batch) => batches.push(batch));
    const appends = Array.from({ length: 64 }, (_, i) => store.append(`thing-${i % 32}`, -1, [newEvent()]));
    const settled = await Promise.allSettled(appends);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
    expect(batches).toEqual([[64, 32]]);
    await store.close();
  });

  it('fails a whole batch on a full disk, keeps nothing of it, and goes on when there is room', async () => {
    const store = new EmbeddedEventStore(join(newFolder(), 'events.db'));
    const { database } = (store as unknown as { file: { database: Database } }).file;
    database.exec('PRAGMA max_page_count = 12');
    const big = () => newEvent('keyledger.thing-done.v1', { text: 'x'.repeat(100_000) });
    await expect(store.append('thing-1', -1, [big()])).rejects.toThrow(StoreUnavailable);
    database.exec('PRAGMA max_page_count = 100000');
    await expect(store.append('thing-1', -1, [big()])).resolves.toMatchObject({ revision: 0 });
    await store.close();
  });

  it('tells a hole in the log, and goes on behind it', async () => {
    const folder = newFolder();
    const { store, close } = await openIn(folder);
    for (let i = 0; i < 3; i++) {
      await store.append('thing-1', 'any', [newEvent()]);
    }
    await close();
    const database = new Database(join(folder, 'events.db'));
    database.exec('DELETE FROM events WHERE position = 2');
    database.close();
    const damaged = await openIn(folder);
    expect((await damaged.store.readAll({ limit: 10 })).map(({ revision }) => revision)).toEqual([0, 2]);
    for await (const { events, passed } of damaged.store.subscribe({ after: '', signal: AbortSignal.timeout(5000) })) {
      expect(events.map(({ revision }) => revision)).toEqual([0, 2]);
      expect(passed).toMatchObject([{ stream: '$log', revision: 2 }]);
      break;
    }
    await damaged.close();
  });

  it('refuses a file of a newer version', async () => {
    const folder = newFolder();
    await (await openIn(folder)).close();
    const database = new Database(join(folder, 'events.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openIn(folder)).rejects.toThrow(/newer version/);
  });
});
