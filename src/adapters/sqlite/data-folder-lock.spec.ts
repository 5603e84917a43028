import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '../../kernel/store-errors';
import { DataFolderInUse } from './data-folder-in-use';
import { lockDataFolder } from './data-folder-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What {@link lockDataFolder} does, in a process of its own. */
const HOLDER = `
  const database = new (require('libsql'))(process.argv[1]);
  database.exec('PRAGMA journal_mode = delete; BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => database.inTransaction, 1000);`;

test('a second one is told at once, and may have it after the first lets go', () => {
  const release = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
  expect(() => lockDataFolder(folder)).toThrow(folder);
  release();
  release();
  lockDataFolder(folder)();
});

test('another process holds it until it is killed, not longer', async () => {
  const holder = spawn(process.execPath, ['-e', HOLDER, join(folder, 'lock.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  lockDataFolder(folder)();
});

test('a folder that is not there is not a folder in use', () => {
  expect(() => lockDataFolder(join(folder, 'none'))).toThrow(StoreUnavailable);
});
