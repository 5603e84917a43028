import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describeOnMongo, dropDatabases, newDatabase } from '../../../test/support/mongodb/databases';
import { loadConfig } from '../../config/load-config';
import { whyNot } from '../../lifecycle/refuse-to-start';
import type { Adapters } from '../adapters';
import { chooseAdapters } from '../choose';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-opening-'));
  folders.push(folder);
  return folder;
};
const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

describeOnMongo('opening the stores of a MongoDB database', () => {
  let url: string;
  let folder: string;
  let opened: Adapters | undefined;
  const open = async (env: Readonly<Record<string, string>> = {}): Promise<Adapters> => {
    opened = await chooseAdapters(
      loadConfig({
        KEYLEDGER_DATA_DIR: folder,
        KEYLEDGER_READ_STORE: 'mongodb',
        MONGODB_URL: url,
        KEYLEDGER_ROOT_KEY: keyOf(1),
        ...env,
      }),
    );
    return opened;
  };
  const close = async () => {
    await opened?.close();
    opened = undefined;
  };
  const refusal = (env?: Readonly<Record<string, string>>): Promise<string> =>
    open(env).then(
      () => 'it opened',
      (error: unknown) => whyNot(error),
    );
  const write = async (collection: string, id: string, value: unknown) => {
    const client = await MongoClient.connect(url);
    await client
      .db()
      .collection<{ _id: string }>(collection)
      .updateOne({ _id: id }, { $set: { value } }, { upsert: true });
    await client.close();
  };

  beforeEach(async () => {
    url = newDatabase();
    folder = newFolder();
    // The log and its values are bound to each other by the first start.
    await (await open()).materialBinding.bind();
    await close();
  });
  afterEach(close);
  afterAll(async () => {
    folders.forEach((each) => rmSync(each, { recursive: true }));
    await dropDatabases();
  });

  it('opens them again, with the same log and the same root key', async () => {
    const { materialStore } = await open();
    expect(await materialStore.versions('nobody')).toEqual([]);
  });

  it('refuses a root key that does not open what lies there', async () => {
    expect(await refusal({ KEYLEDGER_ROOT_KEY: keyOf(2) })).toMatch(
      /^The root key is not the one this data is sealed under; [^\n]+$/,
    );
  });

  it('refuses sealed values of another log', async () => {
    expect(await refusal({ KEYLEDGER_DATA_DIR: newFolder() })).toMatch(
      /^the sealed values in the database of MONGODB_URL belong to another log; [^\n]+$/,
    );
  });

  it('refuses read models of another log', async () => {
    const env = { KEYLEDGER_DATA_DIR: newFolder(), KEYLEDGER_MATERIAL_STORE: 'embedded' };
    expect(await refusal(env)).toMatch(
      /^the read models in the database of MONGODB_URL were filled from another log; [^\n]+$/,
    );
  });

  it.each(['read models', 'sealed values'])('refuses %s that a newer version wrote', async (what) => {
    await write('keyledger', `${what} format`, 3);
    expect(await refusal()).toMatch(new RegExp(`^the ${what} in the database .* newer version of Keyledger [^\n]+$`));
  });

  it('lets go of the data folder when it refuses', async () => {
    await refusal({ KEYLEDGER_ROOT_KEY: keyOf(2) });
    await expect(open()).resolves.toBeDefined();
  });
});
