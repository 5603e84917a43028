import { cpSync } from 'node:fs';
import { breakRows } from '../support/application/broken-rows';
import type { Environment } from '../support/application/command-line';
import { newFixture, type Fixture } from '../support/application/fixture';
import { settleAll } from '../support/application/log-mishaps';
import { PlacesToCopy } from '../support/application/places-to-copy';
import type { RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { describeOnMongo, dropDatabases } from '../support/mongodb/databases';
import { until } from '../support/until';

jest.setTimeout(240_000);

const TAKE = { reason: 'a look at the logs', durationMinutes: 30 };
const PATIENCE_MS = 60_000;

const folderOf = (place: Environment): string => place['KEYLEDGER_DATA_DIR'] ?? '';

/** Streams that lost their last events, or all of them, once that is settled: the loss goes along wherever the log moves. */
describeOnMongo('a settled loss at the end of a stream', () => {
  const places = new PlacesToCopy();
  let home: Environment;
  let engines: Environment;
  let twin: Environment;
  let fixture: Fixture;
  let identityId: string;
  let vaultAccess: string;
  let before: readonly Json[];
  let lastOf: ReadonlyMap<string, number>;

  /** A server there, with what is to be known of the losses. */
  const at = async (place: Environment, work: (application: RunningApplication) => Promise<void>): Promise<void> => {
    const application = await places.start(place);
    try {
      const owner = await application.as('owner@example.com');
      await until('the read models', async () => (await owner.get('//health/ready')).status === 200, PATIENCE_MS);
      await work(application);
    } finally {
      await application.close();
    }
  };

  const takes = async (application: RunningApplication, kind: 'user' | 'groupUser' | 'owner'): Promise<Json> => {
    const person = await application.as(fixture.people[kind].email);
    const { status, body } = await person.post(`/identities/${identityId}/checkout`, TAKE);
    if (status === 201) await person.ok('POST', `/sessions/${body.session.id}/checkin`);
    return body.code ?? status;
  };

  const listed = async (application: RunningApplication): Promise<Json> => {
    const owner = await application.as('owner@example.com');
    const ask = async (path: string) => (await owner.ok('GET', path)).items;
    return {
      grants: (await ask(`/identity-groups/${fixture.vaultId}/access`)).map(({ id }: Json) => id),
      groups: (await ask('/idp/groups')).map(({ id }: Json) => id),
      open: (await ask('/operations/damage')).filter(({ settledBy }: Json) => settledBy === undefined),
    };
  };

  /** Of an event that was appended just now. */
  const revisionOf = async (application: RunningApplication, stream: string): Promise<number> =>
    (await application.adapters.eventStore.readStream(stream, { direction: 'backwards', limit: 1 }))[0]?.revision ?? -1;

  const grant = async (application: RunningApplication): Promise<void> => {
    const owner = await application.as('owner@example.com');
    const body = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' };
    await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, body);
  };

  beforeAll(async () => {
    home = places.embedded();
    let streams: readonly string[] = [];
    await at(home, async (application) => {
      fixture = await newFixture(application);
      ({ id: identityId } = await fixture.newIdentity());
      vaultAccess = `vaultAccess-${fixture.vaultId}`;
      before = [await takes(application, 'user'), await takes(application, 'groupUser')];
      const { owner } = fixture;
      for (const name of ['Once', 'Twice']) await owner.ok('PATCH', `/organizations/${fixture.elsewhereId}`, { name });
      await owner.ok('POST', '/operations/backups');
      await until('the backup', async () => (await revisionOf(application, 'operations')) >= 1);
      // Nothing that is lost stood last of all: what a log lacks at its end was put back.
      await fixture.newIdentity({ name: 'last of all' });
      streams = [vaultAccess, `organization-${fixture.elsewhereId}`, 'operations', `directoryGroup-${fixture.groupId}`];
      lastOf = new Map(
        await Promise.all(streams.map(async (each) => [each, await revisionOf(application, each)] as const)),
      );
    });
    const [access, organization, operations, group] = streams;
    const cut = [access, organization, operations].map(
      (each) => `(stream = '${each}' AND revision >= ${lastOf.get(each ?? '')})`,
    );
    breakRows(folderOf(home), `DELETE FROM events WHERE ${cut.join(' OR ')} OR stream = '${group}'`);
    await at(home, async (application) => {
      const owner = await application.as('owner@example.com');
      await takes(application, 'groupUser');
      await owner.get(`/organizations/${fixture.elsewhereId}`);
      const found = async (): Promise<readonly string[]> =>
        (await owner.ok('GET', '/operations/damage')).items.map(({ stream }: Json) => stream);
      const areFound = async () => (await found()).filter((stream) => lastOf.has(stream)).length >= lastOf.size;
      await until('the damage', areFound, PATIENCE_MS);
      await settleAll(owner);
      await until('what no longer stands', async () => (await listed(application)).grants.length === 0, PATIENCE_MS);
      // One of them goes on behind what it lost, so that the loss is a gap by now.
      await owner.ok('PATCH', `/organizations/${fixture.elsewhereId}`, { name: 'Behind' });
    });
    twin = places.embedded();
    cpSync(folderOf(home), folderOf(twin), { recursive: true });
    engines = await places.engines(home);
    await places.copy(home, engines);
  });
  afterAll(async () => {
    await places.end();
    await dropDatabases();
  });

  test('gives nobody a right again in EventStoreDB, and what is given there stands', async () => {
    expect(before).toEqual([201, 201]);
    await at(engines, async (application) => {
      expect(await takes(application, 'user')).toBe('VAULT_ACCESS_DENIED');
      expect(await takes(application, 'groupUser')).toBe('VAULT_ACCESS_DENIED');
      expect(await listed(application)).toEqual({ grants: [], groups: [], open: [] });
      await grant(application);
      expect(await revisionOf(application, vaultAccess)).toBe((lastOf.get(vaultAccess) ?? 0) + 1);
      expect(await takes(application, 'user')).toBe(201);
      const owner = await application.as('owner@example.com');
      expect((await owner.ok('GET', '/audit?type=keyledger.log-moved.v1')).items).toHaveLength(1);
      expect(await revisionOf(application, 'operations')).toBeGreaterThan(lastOf.get('operations') ?? 0);
    });
  });

  test('nor in embedded stores again, whether anything followed it or not', async () => {
    const again = places.embedded();
    await places.copy(engines, again);
    await at(again, async (application) => {
      expect(await takes(application, 'user')).toBe(201);
      expect(await takes(application, 'groupUser')).toBe('VAULT_ACCESS_DENIED');
      expect(await listed(application)).toMatchObject({ groups: [], open: [] });
      const group = `directoryGroup-${fixture.groupId}`;
      const { entries, reached } = await application.adapters.eventStore.scanStream(group, 0, 10);
      expect({ entries, reached }).toEqual({ entries: [], reached: lastOf.get(group) });
    });
  });

  test('nor from one folder to another', async () => {
    const other = places.embedded();
    await places.copy(twin, other);
    await at(other, async (application) => {
      expect(await takes(application, 'user')).toBe('VAULT_ACCESS_DENIED');
      expect(await listed(application)).toEqual({ grants: [], groups: [], open: [] });
      await grant(application);
      expect(await revisionOf(application, vaultAccess)).toBe((lastOf.get(vaultAccess) ?? 0) + 1);
      expect(await takes(application, 'user')).toBe(201);
    });
  });
});
