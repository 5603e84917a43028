import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presenceContract, type PresenceUnderTest } from '../../../test/contract/presence.contract';
import { StoreUnavailable } from '../../kernel/store-errors';
import { openPresenceFile } from './presence-file';
import { GroupCommit } from '../sqlite/group-commit';
import { embeddedPresence } from './embedded-presence';

const folders: string[] = [];
const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-presence-'));
  folders.push(folder);
  return join(folder, 'presence.db');
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const openIn = async (file: string): Promise<PresenceUnderTest> => {
  const database = openPresenceFile(file);
  const close = async () => database.close();
  return {
    store: embeddedPresence(database, new GroupCommit(database)),
    close,
    reopen: () => close().then(() => openIn(file)),
  };
};

presenceContract('embedded', () => openIn(newFile()));

test('a number is in the file before its request is let in, so a killed process loses none', async () => {
  const file = newFile();
  const { store, close } = await openIn(file);
  const agent = { agentId: 'h.a', hostId: 'h' };
  await store.advance(agent, 7, Date.now());
  const left = newFile();
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${left}${end}`);
  const again = await openIn(left);
  expect(await again.store.advance(agent, 7, Date.now())).toBe('repeated');
  await Promise.all([close(), again.close()]);
});

test('a number that could not be written down is not taken', async () => {
  const database = openPresenceFile(newFile());
  const commits = new GroupCommit(database);
  const presence = embeddedPresence(database, commits);
  const agent = { agentId: 'h.a', hostId: 'h' };
  jest.spyOn(commits, 'write').mockRejectedValueOnce(new StoreUnavailable('full'));
  await expect(presence.advance(agent, 7, Date.now())).rejects.toThrow('full');
  expect(await presence.advance(agent, 7, Date.now())).toBe('advanced');
  database.close();
});
