import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { MongoClient, type Db, type Document, type FindCursor } from 'mongodb';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { databaseUrlFor } from '../support/application/engines';
import { until } from '../support/until';

/** The questions of `docs/mongodb.md`, asked with the very lines of the page of a database that a server has filled. */
const PAGE = readFileSync(join(__dirname, '../../docs/mongodb.md'), 'utf8');
const [HOLDS = '', REFUSED = '', VAULTS = '', OVERDUE = '', SEEN = ''] = [...PAGE.matchAll(/```js\n([^`]*)```/g)].map(
  ([, lines = '']) => lines,
);
const DAY = 24 * 60 * 60 * 1000;

let application: RunningApplication;
let fixture: Fixture;
let client: MongoClient;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  client = await MongoClient.connect(databaseUrlFor(application.dataDir));
});
afterAll(async () => {
  await client.close();
  await application.end();
});

interface Shell {
  find(filter: Document, projection: Document): FindCursor;
}

interface KnownBuilds {
  readonly _id: string;
  readonly builds: readonly { readonly version: number; readonly generation: number; readonly active: boolean }[];
}

/** The collection of the active build without tombstones, as the page says for servers without views. */
const withoutView = async (database: Db, name: string): Promise<Shell> => {
  const known = await database.collection<KnownBuilds>('read_builds').findOne({ _id: name });
  const { version, generation } = known?.builds.find(({ active }) => active) ?? {};
  const collection = database.collection(`read_${name}_v${version}_g${generation}`);
  return {
    find: (filter, projection) =>
      collection.find({ ...filter, _deleted: { $exists: false } }, { projection: { ...projection } }),
  };
};

const shellOn = async (database: Db, name: string): Promise<Shell> => {
  const listed = await database.listCollections().toArray();
  const isView = listed.some((each) => each.name === name && each.type === 'view');
  return isView
    ? { find: (filter, projection) => database.collection(name).find(filter, { projection }) }
    : withoutView(database, name);
};

/** What `mongosh` answers to these lines, at a time so long from now. */
const ask = async (lines: string, laterMs = 0): Promise<Document[]> => {
  const name = /db\.(\w+)/.exec(lines)?.[1] ?? '';
  class Then extends Date {
    constructor(time?: number) {
      super(time ?? Then.now());
    }
    static override now(): number {
      return Date.now() + laterMs;
    }
  }
  const context = { db: { [name]: await shellOn(client.db(), name) }, Date: Then };
  return (runInNewContext(lines, context) as FindCursor).toArray();
};

test('who holds what now', async () => {
  const { people } = fixture;
  const { id } = await fixture.newIdentity();
  const { session } = await people.user.ok('POST', `/identities/${id}/checkout`, {
    reason: 'the page',
    durationMinutes: 30,
  });
  const mine = async () => (await ask(HOLDS)).find(({ _id }) => String(_id) === session.id);
  await until('the session', async () => (await mine()) !== undefined);
  expect(await mine()).toEqual({
    _id: session.id,
    userEmail: people.user.email,
    identityId: id,
    reason: 'the page',
    checkedOutAt: new Date(session.checkedOutAt),
    expiresAt: new Date(session.expiresAt),
  });
  expect(await ask(HOLDS, DAY)).toEqual([]);
  await people.user.ok('POST', `/sessions/${session.id}/checkin`);
  await until('its end', async () => (await mine()) === undefined);
});

test('what was refused in the last week', async () => {
  const { people } = fixture;
  const { id } = await fixture.newIdentity();
  expect((await people.viewer.post(`/identities/${id}/reveal`)).status).toBe(403);
  const ofIt = async (laterMs = 0) => (await ask(REFUSED, laterMs)).filter(({ identityId }) => identityId === id);
  await until('the refusal', async () => (await ofIt()).length > 0);
  const [refusal, ...others] = await ofIt();
  expect(others).toEqual([]);
  expect(refusal).toMatchObject({
    who: people.viewer.email,
    type: 'keyledger.identity-reveal-refused.v1',
    data: { code: expect.any(String) },
  });
  expect(refusal?.['time']).toBeInstanceOf(Date);
  expect(await ofIt(8 * DAY)).toEqual([]);
});

test('which vaults there are in an organization, without one that was deleted', async () => {
  const { owner, organizationId } = fixture;
  const made = await owner.ok('POST', '/identity-groups', { organizationId, name: 'of the page' });
  const gone = await owner.ok('POST', '/identity-groups', { organizationId, name: 'deleted soon' });
  await owner.ok('DELETE', `/identity-groups/${gone.id}`);
  const lines = VAULTS.replace('ORGANIZATION', organizationId);
  const byId = async (id: string) => (await ask(lines)).find(({ _id }) => String(_id) === id);
  await until('the vaults', async () => (await byId(made.id)) !== undefined && (await byId(gone.id)) === undefined);
  expect(await byId(made.id)).toEqual({
    _id: made.id,
    name: 'of the page',
    identityCount: 0,
    approval: false,
    createdAt: new Date(made.createdAt),
  });
  expect(await byId(fixture.vaultId)).toBeDefined();
});

test('which rotations are overdue', async () => {
  const { id } = await fixture.newIdentity({ rotationIntervalDays: 30 });
  const due = async (laterMs: number) => (await ask(OVERDUE, laterMs)).find(({ _id }) => String(_id) === id);
  await until('the identity', async () => (await due(31 * DAY)) !== undefined);
  expect(await due(31 * DAY)).toMatchObject({ nextRotationAt: expect.any(Date), rotationStatus: 'none' });
  expect(await due(0)).toBeUndefined();
});

test('who was shown a value of an identity', async () => {
  const { people, userIds } = fixture;
  const { id } = await fixture.newIdentity();
  await people.user.ok('POST', `/identities/${id}/reveal`);
  const user = `user-${userIds['user']}`;
  const seen = async () => (await ask(SEEN.replace('IDENTITY', id))).find(({ subject }) => subject === user);
  await until('the exposure', async () => (await seen()) !== undefined);
  expect((await seen())?.['seen']).toMatchObject([{ version: 1, via: 'reveal', since: expect.any(Date) }]);
});
