import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../kernel/event-store';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import { StoreUnavailable } from '../../kernel/store-errors';
import { EmbeddedBackups } from './embedded-backups';
import { MANIFEST } from './manifest';

const ID = '20260301T120000000Z-abcdef';
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keyledger-backups-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const opened = (head: () => Promise<string>) =>
  new EmbeddedBackups(dataDir, { head } as EventStore, () => ({}), {} as FactAuthentication);
const away = () => Promise.reject(new StoreUnavailable('away'));
const folder = (name: string, ...files: readonly string[]) => {
  mkdirSync(join(dataDir, 'backups', name), { recursive: true });
  for (const file of files) writeFileSync(join(dataDir, 'backups', name, file), 'sealed values');
};
const there = () => readdirSync(join(dataDir, 'backups'));

test('what a process left that was killed over a backup is cleared at the next start, and nothing else', () => {
  folder(`${ID}.making`, 'events.db', 'material.db');
  folder(`${ID}.removing`, MANIFEST, 'material.db');
  folder(ID, MANIFEST, 'material.db');
  folder('of the operator', 'notes');
  opened(away);
  expect(there().toSorted()).toEqual([ID, 'of the operator']);
});

test('a copy that fails leaves nothing of it', async () => {
  const backups = opened(away);
  await expect(backups.make(ID, '2026-03-01T12:00:00.000Z')).rejects.toThrow(StoreUnavailable);
  expect(there()).toEqual([]);
});

test('one that is removed is gone, and so is one that is gone already', async () => {
  folder(ID, MANIFEST, 'material.db');
  const backups = opened(away);
  await backups.remove(ID);
  await backups.remove(ID);
  expect(there()).toEqual([]);
  expect(existsSync(dataDir)).toBe(true);
});

test('a damaged one, or one of another release, is not counted and takes nothing from the others', async () => {
  const whole = { format: 1, id: ID, madeAt: '2026-03-01T12:00:00.000Z', position: '1', files: [] };
  for (const [name, manifest] of [
    [ID, JSON.stringify(whole)],
    ['damaged', '{"format": 1, "id'],
    ['newer', '{"format": 99}'],
  ] as const) {
    folder(name);
    writeFileSync(join(dataDir, 'backups', name, MANIFEST), manifest);
  }
  expect((await opened(away).list()).map(({ id }) => id)).toEqual([ID]);
});
