import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';

const server = process.env['MONGODB_URL'];

const whySkipped = 'SKIPPED: what needs MongoDB; run `node scripts/mongo-for-tests.mjs` once, or set MONGODB_URL.';

/** `describe` where there is a MongoDB to try on. In CI a run without one fails: it must not be taken for one that passed. */
export const describeOnMongo = (name: string, suite: () => void): void => {
  if (server !== undefined) {
    describe(name, suite);
  } else if (process.env['CI'] === undefined) {
    process.stderr.write(`keyledger: ${whySkipped}\n`);
    // On a machine for developing alone, where the line above says so; in CI the next one is an error.
    describe.skip(name, suite);
  } else {
    throw new Error(whySkipped);
  }
};

const made: string[] = [];

/** The test server's URL with another database, or with other hosts in place of its own. */
export const urlOf = (database: string, at?: string): string => {
  if (server === undefined) throw new Error(whySkipped);
  const [, scheme = '', hosts = '', rest = ''] =
    /^(mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?)([^/?]+)\/?[^?]*(\?.*)?$/.exec(server) ?? [];
  return `${scheme}${at ?? hosts}/${database}${rest}`;
};

/** A database that nobody else uses; {@link dropDatabases} removes it. */
export const newDatabase = (): string => {
  const name = `keyledger_test_${randomBytes(6).toString('hex')}`;
  made.push(name);
  return urlOf(name);
};

/** What this suite has made. */
export const dropDatabases = async (): Promise<void> => {
  if (made.length === 0) return;
  const client = await MongoClient.connect(urlOf(''));
  for (const name of made.splice(0)) await client.db(name).dropDatabase();
  await client.close();
};
