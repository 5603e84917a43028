import { join } from 'node:path';
import { openOfflineDamages } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import { Database } from '../../src/adapters/sqlite/database';
import { breakRows } from '../support/application/broken-rows';
import { describeEmbedded } from '../support/application/engines';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';
import type { RecordedEvent } from '../../src/kernel/recorded-event';

const MALLORY = 'mallory@example.com';
const NO_CODES = `UPDATE events SET metadata = json_remove(metadata, '$.mac')`;
const NO_SEAL = `DELETE FROM events WHERE stream = 'logSeal'; DELETE FROM stream_ends WHERE stream = 'logSeal'`;

describeEmbedded('the account, rewritten by hand', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  beforeEach(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
  }, 60_000);
  afterEach(() => application.end());

  const again = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
  };
  const forgedOwner = (metadata = 'metadata') =>
    `INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), stream, revision + 1, 'forged',
     'keyledger.owner-added.v1', '{"userId":"${fixture.userIds.stranger}","email":"${MALLORY}"}', ${metadata}
     FROM events WHERE stream = 'account' ORDER BY revision DESC LIMIT 1`;
  const isOwner = async (email: string) => (await (await application.as(email)).get('/operations/damage')).status;

  test.each(['metadata', `json_remove(metadata, '$.mac')`])(
    'an owner forged with %s is none; who holds the root key settles it, and the owners are who they were',
    async (metadata) => {
      await application.close();
      breakRows(application.dataDir, forgedOwner(metadata));
      await again();
      expect(await isOwner(fixture.people.stranger.email)).toBe(503);
      expect(await isOwner('owner@example.com')).toBe(503);
      await application.close();
      const damages = await openOfflineDamages(loadConfig({ KEYLEDGER_DATA_DIR: application.dataDir }));
      const [damage] = (await damages.list()).filter(({ stream }) => stream === 'account');
      expect(damage).toMatchObject({ fault: expect.stringMatching(/authentication code/), unauthentic: true });
      await damages.settle(damage?.id ?? '', 'somebody wrote into the file');
      await damages.close();
      await again();
      expect(await isOwner(fixture.people.stranger.email)).toBe(403);
      expect(await isOwner('owner@example.com')).toBe(200);
    },
    120_000,
  );

  test('without codes and seal the log does not start; beside values of before it is one of before, sealed once', async () => {
    const { id } = await fixture.newIdentity();
    await application.close();
    breakRows(application.dataDir, `${NO_CODES}; ${NO_SEAL}; ${forgedOwner()}`);
    await expect(again()).rejects.toThrow(/^The log has lost its seal: [^\n]+settle log-seal --reason "…"\.$/);
    breakRows(application.dataDir, `DELETE FROM events WHERE id = 'forged'`);
    const material = new Database(join(application.dataDir, 'material.db'));
    material.exec('DELETE FROM log_seal');
    material.close();
    await again();
    expect(await isOwner('owner@example.com')).toBe(200);
    const [seal] = await application.adapters.eventStore.readStream('logSeal', { limit: 1 });
    expect(((seal as RecordedEvent).data as { facts: number }).facts).toBeGreaterThan(50);
    // What is rewritten of it from now on is noticed behind the next start, and freezes the stream by the fact that it was.
    await application.close();
    breakRows(
      application.dataDir,
      `UPDATE events SET data = json_set(data, '$.username', 'root') WHERE stream = 'identity-${id}' AND revision = 0`,
    );
    await again();
    const owner = await application.as('owner@example.com');
    await until('the damage', async () => {
      const { items } = await owner.ok('GET', '/operations/damage');
      return items.some(({ stream }: { stream: string }) => stream === `identity-${id}`);
    });
    const { body } = await owner.post(`/identities/${id}/reveal`);
    expect(body).toMatchObject({ code: 'STREAM_UNREADABLE', stream: `identity-${id}`, revision: 0 });
  }, 180_000);
});
