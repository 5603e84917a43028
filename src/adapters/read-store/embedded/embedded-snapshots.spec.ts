import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamSnapshotsContract, type SnapshotsUnderTest } from '../../../../test/contract/stream-snapshots.contract';
import { openReadStore } from './open-read-store';

const folders: string[] = [];
const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-snapshots-'));
  folders.push(folder);
  return join(folder, 'reads.db');
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const openIn = async (file: string): Promise<SnapshotsUnderTest> => {
  const { snapshots, close } = await openReadStore(file, 'log1');
  return { store: snapshots, close: async () => close(), reopen: async () => (close(), openIn(file)) };
};

streamSnapshotsContract('embedded', () => openIn(newFile()));
