import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { breakRows } from '../support/application/broken-rows';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** Streams of which nothing at all is left, while others still name what they told of; read models know nothing either. */
describeEmbedded('a stream that left no trace', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identity: { id: string; value: string };
  let hostId: string;
  const damages = async (): Promise<Json[]> => (await fixture.owner.ok('GET', '/operations/damage')).items;
  const CHECK_OUT = { reason: 'work', durationMinutes: 5 };

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    const { organizationId } = fixture;
    hostId = (await fixture.owner.ok('POST', '/hosts', { name: 'web-1', organizationId })).id;
    identity = await fixture.newIdentity({ hostIds: [hostId] });
    await application.close();
    const gone = [`identity-${identity.id}`, `host-${hostId}`, `vault-${fixture.vaultId}`];
    breakRows(
      application.dataDir,
      `DELETE FROM events WHERE stream IN (${gone.map((name) => `'${name}'`).join(', ')})`,
    );
    for (const name of ['reads.db', 'reads.db-wal', 'reads.db-shm']) {
      rmSync(join(application.dataDir, name), { force: true });
    }
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
    const current = async () => (await application.projections.status()).every(({ current: is }) => is);
    await until('the read models to be rebuilt', current);
  }, 60_000);
  afterAll(() => application.end());

  const asked = (): [string, () => Promise<{ status: number; body: Json }>, string][] => [
    ['an identity', () => fixture.owner.get(`/identities/${identity.id}`), `identity-${identity.id}`],
    [
      'a checkout',
      () => fixture.owner.post(`/identities/${identity.id}/checkout`, CHECK_OUT),
      `identity-${identity.id}`,
    ],
    ['a change', () => fixture.owner.patch(`/identities/${identity.id}`, { name: 'x' }), `identity-${identity.id}`],
    ['a host', () => fixture.owner.get(`/hosts/${hostId}`), `host-${hostId}`],
    ['a host renamed', () => fixture.owner.patch(`/hosts/${hostId}`, { name: 'x' }), `host-${hostId}`],
    ['a vault', () => fixture.owner.get(`/identity-groups/${fixture.vaultId}`), `vault-${fixture.vaultId}`],
    [
      'a vault renamed',
      () => fixture.owner.patch(`/identity-groups/${fixture.vaultId}`, { name: 'x' }),
      `vault-${fixture.vaultId}`,
    ],
  ];

  test('is damage and no absence, whoever asks for it and however', async () => {
    for (const [what, ask, stream] of asked()) {
      const { status, body } = await ask();
      expect([what, status, body.code, body.stream]).toEqual([what, 503, 'STREAM_UNREADABLE', stream]);
      await until('the damage', async () => (await damages()).some((each) => each.stream === stream));
    }
  });

  test('is an absence for what nobody ever named, and once it is settled', async () => {
    const nobody = identity.id.replaceAll(/[0-9]/g, '0');
    for (const path of [`/identities/${nobody}`, `/hosts/${nobody}`, `/identity-groups/${nobody}`]) {
      expect((await fixture.owner.get(path)).status).toBe(404);
    }
    // What is told of its value, were it taken for one of a lost stretch, is another thing.
    for (const { id, settledBy, kind } of await damages()) {
      if (settledBy !== undefined || kind !== undefined) continue;
      await fixture.owner.ok('POST', `/operations/damage/${id}/settle`, { reason: 'no copy' });
    }
    expect((await fixture.owner.get(`/identities/${identity.id}`)).status).toBe(404);
    expect(await application.adapters.materialStore.versions(identity.id)).toEqual([1]);
  });
});
