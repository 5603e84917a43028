import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

type Store = 'events' | 'material' | 'reads';
const filesOf = (store: Store) => [`${store}.db`, `${store}.db-wal`, `${store}.db-shm`];

/** What docs/recovery.md says of stores that are older than the rest, beside what settle-material-store and orphaned-values play. */
describeEmbedded('stores put back to an older copy, or gone, between two starts', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let worlds = 0;
  beforeEach(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    worlds += 1;
  });
  afterEach(() => application.end());

  const copy = (store: Store, from: (name: string) => string, to: (name: string) => string) => {
    for (const name of filesOf(store)) {
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
  let made = 0;
  const newIdentity = async () => {
    const value = `value ${(made += 1)}`;
    const body = { identityGroupId: fixture.vaultId, name: `db ${made}`, username: `admin-${made}` };
    const asked = { ...body, credential: value, credentialType: 'password' };
    const { id } = await fixture.owner.ok('POST', '/identities', asked);
    return { id, value };
  };
  /** Stops, does something to the files, and starts again. */
  const between = async (work: () => void) => {
    await application.close();
    work();
    await started();
  };
  const checkOut = async (id: string) =>
    (await application.as(`user-${worlds}@example.com`)).post(`/identities/${id}/checkout`, {
      reason: 'work',
      durationMinutes: 30,
    });
  const listed = async (): Promise<string[]> =>
    (await fixture.owner.ok('GET', '/identities')).items.map(({ id }: { id: string }) => id).toSorted();

  test('sealed values older than the log: what is missing is told, nothing is shown, and no number is given again', async () => {
    const { id, value } = await newIdentity();
    await between(() => copy('material', here, kept));
    await fixture.owner.ok('PUT', `/identities/${id}/credential`, { credential: 'stored after the copy' });
    await between(() => copy('material', kept, here));
    const untouched = await newIdentity();
    expect(await checkOut(id)).toMatchObject({ status: 503, body: { code: 'VALUE_MISSING' } });
    expect(await checkOut(untouched.id)).toMatchObject({ status: 201 });
    const facts = await application.adapters.eventStore.readStream(`identity-${id}`, { limit: 100 });
    expect(facts.map(({ type }) => type)).not.toContain('keyledger.identity-checked-out.v1');
    await fixture.owner.ok('PUT', `/identities/${id}/credential`, { credential: value });
    expect(await checkOut(id)).toMatchObject({ status: 201, body: { credential: { value, version: 3 } } });
    expect(await application.adapters.materialStore.versions(id)).toEqual([1, 3]);
  });

  test('places of policies older than the log: what they did is done once', async () => {
    const { id } = await newIdentity();
    await between(() => copy('material', here, kept));
    expect((await checkOut(id)).status).toBe(201);
    await fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`);
    const ends = async () =>
      (await application.adapters.eventStore.readStream(`identity-${id}`, { limit: 100 })).filter(
        ({ type }) => type === 'keyledger.identity-checked-in.v1',
      ).length;
    await until('the session to be ended', async () => (await ends()) === 1);
    await between(() => copy('material', kept, here));
    const other = await newIdentity();
    await fixture.owner.ok('POST', `/identities/${other.id}/rotate`, {});
    await until('the policies to have come to the end', async () =>
      (await application.adapters.eventStore.readStream(`identity-${other.id}`, { limit: 100 })).some(
        ({ type }) => type === 'keyledger.rotation-confirmed.v1',
      ),
    );
    expect(await ends()).toBe(1);
  });

  test.each(['older', 'gone'])('read models that are %s are built anew from the log', async (how) => {
    const first = await newIdentity();
    await between(() => copy('reads', here, kept));
    const second = await newIdentity();
    await between(() => {
      if (how === 'older') copy('reads', kept, here);
      else filesOf('reads').forEach((name) => rmSync(here(name), { force: true }));
    });
    await until('the list to be what the log says', async () => (await listed()).length === 2);
    expect(await listed()).toEqual([first.id, second.id].toSorted());
  });
});
