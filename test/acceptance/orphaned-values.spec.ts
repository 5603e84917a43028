import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

const FILES = ['events.db', 'events.db-wal', 'events.db-shm'];
const LOST_SECRET = 'a secret of the stretch that the log has lost';

/** The log is put back to an older copy; the values stored since are there, and no fact names them. */
describeEmbedded('a value that was set in a stretch the log has lost', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identity: { id: string; value: string };
  const copy = (from: (name: string) => string, to: (name: string) => string) => {
    for (const name of FILES) {
      rmSync(to(name), { force: true });
      if (existsSync(from(name))) cpSync(from(name), to(name));
    }
  };
  const here = (name: string) => join(application.dataDir, name);
  const kept = (name: string) => join(application.dataDir, '..', `older-${name}`);
  const started = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
  };
  const stored = () => application.adapters.materialStore.versions(identity.id);
  const orphans = async () =>
    (await fixture.owner.ok('GET', '/operations/damage')).items.filter(
      ({ kind }: { kind?: string }) => kind === 'orphaned',
    );
  const shown = async () => {
    const user = await application.as('user-1@example.com');
    const session = await user.post(`/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 5 });
    if (session.status === 201) await user.ok('POST', `/sessions/${session.body.session.id}/checkin`, {});
    return { status: session.status, ...session.body.credential };
  };

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    identity = await fixture.newIdentity();
    await application.close();
    copy(here, kept);
    await started();
    await fixture.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: 'set and then forgotten' });
    await fixture.owner.ok('PUT', `/organizations/${fixture.organizationId}/secret`, { secret: LOST_SECRET });
    const { materialStore } = application.adapters;
    await until(
      'everything to be sealed by the newer secret',
      async () => (await materialStore.secret(fixture.organizationId, 1)) === undefined,
    );
    await application.close();
    copy(kept, here);
    await started();
  }, 60_000);
  afterAll(() => application.end());

  test('is kept and shown to owners, once', async () => {
    await until('it to be found', async () => (await orphans()).length > 0);
    expect(await orphans()).toMatchObject([{ kind: 'orphaned', identityId: identity.id, version: 2 }]);
    expect(await stored()).toEqual([1, 2]);
    await application.close();
    await started();
    expect(await orphans()).toHaveLength(1);
    const manager = await application.as('user-1@example.com');
    expect((await manager.get('/operations/damage')).status).toBe(403);
  });

  test('leaves what the log knows open, though its secret was replaced in that time', async () => {
    expect(await shown()).toMatchObject({ status: 201, value: identity.value, version: 1 });
  });

  test('is not overwritten by the next one, nor is the secret that seals it', async () => {
    const { materialStore } = application.adapters;
    const [value, secret] = [
      await materialStore.get(identity.id, 2),
      await materialStore.secret(fixture.organizationId, 2),
    ];
    await fixture.owner.ok('PUT', `/organizations/${fixture.organizationId}/secret`, {
      secret: 'yet another secret, with letters enough',
    });
    expect(await materialStore.secret(fixture.organizationId, 3)).toBeDefined();
    await until(
      'everything to be sealed by the newest secret',
      async () => (await materialStore.secret(fixture.organizationId, 2)) === undefined,
    );
    expect([value?.secretVersion, secret?.secretVersion]).toEqual([2, 2]);
    await fixture.owner.ok('PUT', `/identities/${identity.id}/credential`, { credential: 'set afterwards' });
    expect(await stored()).toEqual([1, 2, 3]);
    expect(await shown()).toMatchObject({ status: 201, value: 'set afterwards', version: 3 });
  });

  test('is destroyed only when an owner says so, with a reason, once', async () => {
    const [{ id }] = await orphans();
    const body = { reason: 'tried: no host takes it' };
    expect((await fixture.owner.post(`/operations/damage/${id}/settle`, {})).status).toBe(400);
    const user = await application.as('user-1@example.com');
    expect((await user.post(`/operations/damage/${id}/settle`, body)).status).toBe(403);
    expect(await stored()).toContain(2);
    expect(await fixture.owner.ok('POST', `/operations/damage/${id}/settle`, body)).toMatchObject({
      id,
      kind: 'orphaned',
    });
    await fixture.owner.ok('POST', `/operations/damage/${id}/settle`, body);
    expect(await stored()).toEqual([1, 3]);
    const facts = await application.adapters.eventStore.readStream('logLosses', { limit: 10 });
    expect(facts.map(({ type }) => type).filter((type) => type.includes('orphaned'))).toEqual([
      'keyledger.orphaned-value-found.v1',
      'keyledger.orphaned-value-settled.v1',
    ]);
  });
});
