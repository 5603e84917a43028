import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EventFile } from '../../src/adapters/event-store/embedded/event-file';
import { MaterialFile } from '../../src/adapters/material-store/embedded/material-file';
import { resealLog } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import type { Environment } from '../support/application/command-line';
import { PlacesToCopy } from '../support/application/places-to-copy';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

jest.setTimeout(120_000);

const folderOf = (place: Environment): string => place['KEYLEDGER_DATA_DIR'] ?? '';
const start = (place: Environment): Promise<RunningApplication> =>
  runningApplication({ dataDir: folderOf(place), env: place });

/** What refuses a copy, and what comes of it: tried between two data folders, the rules are those of all stores. */
describe('moving between stores', () => {
  let places: PlacesToCopy;
  let home: Environment;

  const filled = async (place: Environment, name = 'Ours'): Promise<void> => {
    const application = await start(place);
    const owner = await application.as('owner@example.com');
    await owner.ok('POST', '/organizations', { name });
    await application.close();
  };

  const twin = (place: Environment): Environment => {
    const other = places.embedded();
    cpSync(folderOf(place), folderOf(other), { recursive: true });
    return other;
  };

  const bytesIn = (place: Environment) => readdirSync(folderOf(place)).toSorted();

  beforeAll(async () => {
    places = new PlacesToCopy();
    home = places.embedded();
    await filled(home);
  });
  afterAll(() => places.end());

  test('while a server runs nothing is copied', async () => {
    const from = twin(home);
    const application = await start(from);
    const to = places.embedded();
    await expect(places.copy(from, to)).rejects.toThrow(/is in use|works on/);
    expect(existsSync(join(folderOf(to), 'events.db'))).toBe(false);
    await application.close();
  });

  test("into another server's folder nothing is written", async () => {
    const to = places.embedded();
    await filled(to, 'Theirs');
    const before = bytesIn(to);
    await expect(places.copy(twin(home), to)).rejects.toThrow('not empty');
    expect(bytesIn(to)).toEqual(before);
    await filled(to, 'still theirs');
  });

  test('half a vault is not made to look like a whole one', async () => {
    const to = places.embedded();
    mkdirSync(folderOf(to), { recursive: true, mode: 0o700 });
    cpSync(join(folderOf(home), 'events.db'), join(folderOf(to), 'events.db'));
    await expect(places.copy(twin(home), to)).rejects.toThrow('not empty');
    expect(existsSync(join(folderOf(to), 'material.db'))).toBe(false);
  });

  test('another root key is told before anything is made', async () => {
    const other = new PlacesToCopy();
    const to = other.embedded();
    await expect(places.copy(twin(home), to)).rejects.toThrow('the same root key');
    expect(existsSync(folderOf(to))).toBe(false);
    await other.end();
  });

  test('of one folder to itself there is no copy', async () => {
    await expect(places.copy(home, home)).rejects.toThrow('the same data folder');
  });

  test('what can not be read is settled first', async () => {
    const from = twin(home);
    const file = new EventFile(join(folderOf(from), 'events.db'));
    file.database.exec(`UPDATE events SET data = '{}' WHERE stream LIKE 'organization-%' AND revision = 0`);
    file.close();
    await expect(places.copy(from, places.embedded())).rejects.toThrow(/can't be read \(organization-.*settle/);
  });

  test('an unfinished copy starts no server, is no source, and is no target of another log', async () => {
    const [from, to] = [twin(home), places.embedded()];
    await places.copy(from, to);
    const half = twin(to);
    const file = new MaterialFile(join(folderOf(half), 'material.db'));
    file.setMoving({ state: 'arriving', copyId: 'x', logId: 'another', where: 'there', at: 'then' });
    file.close();
    await expect(start(half)).rejects.toThrow('not all of it has arrived');
    await expect(places.copy(half, places.embedded())).rejects.toThrow('an unfinished copy itself');
    await expect(places.copy(twin(home), half)).rejects.toThrow('not empty');
  });

  test('a target that was put back to another history is found out at the fact where it parts', async () => {
    const [from, to] = [twin(home), places.embedded()];
    await places.copy(twin(home), to);
    const file = new MaterialFile(join(folderOf(to), 'material.db'));
    file.setMoving({ state: 'arriving', copyId: 'x', logId: file.logId() ?? '', where: 'there', at: 'then' });
    file.close();
    const events = new EventFile(join(folderOf(to), 'events.db'));
    events.database.exec(`UPDATE events SET metadata = '{}' WHERE position = 5`);
    events.close();
    await expect(places.copy(from, to)).rejects.toThrow('holds another fact');
    const application = await start(from);
    await application.close();
  });

  test('a log that lives elsewhere is not copied, and counts again only when somebody answers for it', async () => {
    const [from, to] = [twin(home), places.embedded()];
    await places.copy(from, to);
    await expect(places.copy(from, to)).rejects.toThrow('already');
    await expect(places.copy(from, places.embedded())).rejects.toThrow('already');
    await expect(start(from)).rejects.toThrow('was moved to the data folder');
    rmSync(dirname(folderOf(to)), { recursive: true });
    await resealLog(loadConfig(from), 'the other disk burned', { moved: true });
    const application = await start(from);
    const owner = await application.as('owner@example.com');
    const { items } = await owner.ok('GET', '/audit?type=keyledger.log-sealed.v1');
    expect(JSON.stringify(items)).toContain('the other disk burned');
    await application.close();
    await expect(resealLog(loadConfig(from), 'again', { moved: true })).rejects.toThrow('moved nowhere');
  });

  test('the copy serves, and its log is the same to the byte', async () => {
    const [from, to] = [twin(home), places.embedded()];
    const { facts, tables } = await places.copy(from, to);
    const rows = (place: Environment) => {
      const file = new EventFile(join(folderOf(place), 'events.db'));
      const found = file.database
        .prepare('SELECT stream, revision, id, type, data, metadata FROM events ORDER BY position LIMIT ?')
        .all([facts]);
      file.close();
      return found;
    };
    expect(rows(to)).toEqual(rows(from));
    expect(tables['checkpoint']?.rows).toBeGreaterThan(0);
    await filled(to, 'More');
  });
});
