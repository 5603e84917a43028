import { randomBytes } from 'node:crypto';
import { runningApplication } from '../support/application/running-application';
import { newFixture } from '../support/application/fixture';
import { MongoProcess } from '../support/mongodb/mongo-process';
import { MongoProxy } from '../support/mongodb/proxy';
import { until } from '../support/until';

/** A MongoDB that is killed under load and comes back: nothing that was answered is lost, and nobody restarts the server. */
test('killed while identities are made, it has every one of them, with its value, and no other', async () => {
  const mongo = new MongoProcess();
  const proxy = await new MongoProxy(await mongo.start()).start();
  const application = await runningApplication({
    env: {
      KEYLEDGER_READ_STORE: 'mongodb',
      KEYLEDGER_MATERIAL_STORE: 'mongodb',
      MONGODB_URL: proxy.url('keyledger'),
      KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64'),
      KEYLEDGER_ROOT_KEY_FILE: '',
    },
  });
  const { owner, newIdentity } = await newFixture(application);
  const made = new Map<string, string>();
  let stop = false;
  const work = async (): Promise<void> => {
    while (!stop) {
      await newIdentity().then(
        ({ id, value }) => made.set(id, value),
        () => undefined,
      );
    }
  };
  for (let kill = 0; kill < 3; kill++) {
    stop = false;
    const before = made.size;
    const working = Promise.all([work(), work(), work(), work()]);
    await until('some work', () => made.size > before + 10, 20_000);
    await mongo.kill();
    stop = true;
    await working;
    proxy.target = await mongo.start();
    await until('an answer', async () => (await owner.get('/identities')).status === 200, 20_000);
  }
  const listed = async () => {
    const ids: string[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = await owner.ok('GET', `/identities?limit=200${cursor}`);
      ids.push(...items.map(({ id }: { id: string }) => id));
      if (nextCursor === null) return ids;
      cursor = `&cursor=${nextCursor}`;
    }
  };
  const ids = await listed();
  expect(new Set(ids).size).toBe(ids.length);
  expect([...made.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  for (const [id, value] of made) {
    expect((await owner.ok('POST', `/identities/${id}/reveal`)).credential.value).toBe(value);
  }
  await application.end();
  await proxy.cut();
  await mongo.end();
}, 120_000);
