import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

const FILES = ['events.db', 'events.db-wal', 'events.db-shm'];

describeEmbedded('an older copy of the log put in place between two starts', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
  });
  afterAll(() => application.end());

  const copy = (from: (name: string) => string, to: (name: string) => string) => {
    for (const name of FILES) {
      rmSync(to(name), { force: true });
      if (existsSync(from(name))) cpSync(from(name), to(name));
    }
  };
  const here = (name: string) => join(application.dataDir, name);
  const kept = (name: string) => join(application.dataDir, '..', `older-${name}`);
  const newVault = async (name: string) =>
    (await fixture.owner.ok('POST', '/identity-groups', { name, organizationId: fixture.organizationId })).id;
  const vaults = async () =>
    (await fixture.owner.ok('GET', '/identity-groups')).items.map(({ name }: { name: string }) => name).toSorted();
  const told = async () =>
    (await application.adapters.eventStore.readStream('logHistory', { limit: 10 })).map(({ type, data }) => ({
      type,
      data,
    }));

  it('shows no ghosts, lists what is written from then on, and lets policies work on, told once', async () => {
    const identity = await fixture.newIdentity();
    await application.close();
    copy(here, kept);
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
    for (let n = 0; n < 12; n++) await newVault(`Ghost ${n}`);
    await application.close();
    copy(kept, here);

    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
    await newVault('Afterwards');
    await until(
      'the list to be what the log says',
      async () => !(await vaults()).some((name: string) => name.startsWith('Ghost')),
    );
    expect(await vaults()).toEqual(['Afterwards', 'Production']);

    const user = await application.as('user-1@example.com');
    const session = await user.post(`/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 30 });
    expect(session.status).toBe(201);
    await fixture.owner.ok('DELETE', `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`);
    await until('the session to be ended', async () => {
      const { items } = await fixture.owner.ok('GET', `/streams/identity-${identity.id}`);
      return items.some(({ type }: { type: string }) => type === 'keyledger.identity-checked-in.v1');
    });

    await until('it to be told', async () => (await told()).length > 0);
    const facts = await told();
    expect(facts).toMatchObject([{ type: 'keyledger.log-went-back.v1', data: { critical: true } }]);
    application = await application.restart();
    expect(await told()).toEqual(facts);
  });
});
