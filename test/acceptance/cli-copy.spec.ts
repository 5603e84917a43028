import type { Copied } from '../../src/kernel/copied';
import type { Environment } from '../support/application/command-line';
import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { PlacesToCopy } from '../support/application/places-to-copy';
import type { RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { describeOnMongo, dropDatabases } from '../support/mongodb/databases';
import { until } from '../support/until';

jest.setTimeout(240_000);

const AUDIT = '/audit?order=asc&limit=200';
const PATIENCE_MS = 60_000;

const list = async (owner: Client): Promise<Json> =>
  ((await owner.ok('GET', '/identities?limit=200')).items as Json[]).map(({ id, name, username }) => ({
    id,
    name,
    username,
  }));

/** A log is moved from embedded stores to engines and back, with everything that was under way. */
describeOnMongo('moving between stores', () => {
  const places = new PlacesToCopy();
  let home: Environment;
  let engines: Environment;
  let again: Environment;
  let fixture: Fixture;
  let kept: { id: string; value: string };
  let listed: Json;
  let requestId: string;
  let sessionId: string;
  let checkpoint: string;
  let told: Json[];
  let there: Copied;
  let back: Copied;

  /** Everything that happened, wherever it stands. */
  const audited = async (application: RunningApplication): Promise<Json[]> => {
    const owner = await application.as('owner@example.com');
    await until('the read models', async () => (await owner.get('//health/ready')).status === 200, PATIENCE_MS);
    const { items } = await owner.ok('GET', AUDIT);
    return (items as Json[])
      .filter(({ type }) => !type.startsWith('keyledger.audit-'))
      .map(({ position: _, ...line }) => line);
  };

  const REQUEST = { 'idempotency-key': 'made-once' };
  const made = async (application: RunningApplication): Promise<Json> => {
    const owner = await application.as('owner@example.com');
    const body = { name: 'Once', organizationId: fixture.organizationId };
    return (await owner.post('/identity-groups', body, REQUEST)).body;
  };

  beforeAll(async () => {
    home = places.embedded();
    const application = await places.start(home);
    fixture = await newFixture(application);
    const { owner, people, vaultId, grantIds } = fixture;
    kept = await fixture.newIdentity();
    const dead = await fixture.newIdentity({ name: 'dead' });
    await owner.ok('DELETE', `/identities/${dead.id}`);
    const { id } = await fixture.newIdentity({ name: 'held' });
    const body = { reason: 'still at it', durationMinutes: 60 };
    ({
      session: { id: sessionId },
    } = await people.user.ok('POST', `/identities/${id}/checkout`, body));
    requestId = (await made(application)).id;
    told = await audited(application);
    listed = await list(owner);
    await application.adapters.presence.advance({ agentId: 'agent', hostId: 'host' }, 41, Date.now());
    // What follows from this is owed: no policy hears it here any more.
    await application.policies.stop();
    await owner.ok('DELETE', `/identity-groups/${vaultId}/access/${grantIds['user']}`);
    await until('a checkpoint', async () => (await owner.get('/evidence/checkpoint')).status === 200, PATIENCE_MS);
    checkpoint = application.adapters.evidenceKey.mark()?.root ?? '';
    await application.close();
    engines = await places.engines(home);
    there = await places.copy(home, engines);
  });
  afterAll(async () => {
    await places.end();
    await dropDatabases();
  });

  test('nothing is left out, and every value opens', () => {
    expect(there).toMatchObject({ unopened: [], from: expect.stringContaining('the data folder') });
    expect(there.values).toBeGreaterThanOrEqual(2);
    const { rootKey, ownKey, secret, vaultKeys, checkpoint: policies, request, presence, evidence } = there.tables;
    for (const table of [rootKey, ownKey, secret, vaultKeys, policies, request, presence, evidence]) {
      expect(table?.rows).toBeGreaterThan(0);
    }
  });

  test('a start on what was moved ends with the line that says where it went and how to return', async () => {
    const line = await places.start(home).catch((error: Error) => error.message);
    expect(line).toMatch(/^This log was moved to EventStoreDB at 127\.0\.0\.1:\d+ and MongoDB at 127.* at 20/);
    expect(line).toContain('settle moved-log');
    expect(line).not.toContain('\n');
  });

  test('copying it once more is refused, whatever it is to be copied into', async () => {
    await expect(places.copy(home, engines)).rejects.toThrow(/was moved to .* already/);
    await expect(places.copy(home, places.embedded())).rejects.toThrow(/was moved to .* already|other one|evidence/);
  });

  test('the new place serves what was, does what was owed, and knows what was asked before', async () => {
    const application = await places.start(engines);
    try {
      const owner = await application.as('owner@example.com');
      expect((await audited(application)).slice(0, told.length)).toEqual(told);
      expect((await owner.ok('POST', `/identities/${kept.id}/reveal`)).credential.value).toBe(kept.value);
      expect(await list(owner)).toEqual(listed);
      await until(
        'the end of the session',
        async () => (await owner.ok('GET', `/sessions/${sessionId}`)).endedBy === 'grant_revoked',
        PATIENCE_MS,
      );
      expect((await made(application)).id).toBe(requestId);
      const { presence } = application.adapters;
      expect(await presence.advance({ agentId: 'agent', hostId: 'host' }, 41, Date.now())).toBe('repeated');
      const moved = await owner.ok('GET', '/audit?type=keyledger.log-moved.v1');
      expect(moved.items).toHaveLength(1);
      // The tree goes on from what was signed in the old place, under the same key.
      await until('a checkpoint', async () => (await owner.get('/evidence/checkpoint')).status === 200, PATIENCE_MS);
      expect(checkpoint).not.toBe('');
      told = await audited(application);
    } finally {
      await application.close();
    }
  });

  test('and back: the same again, and one more fact that says so', async () => {
    again = places.embedded();
    back = await places.copy(engines, again);
    expect(back.facts).toBeGreaterThan(there.facts);
    await expect(places.start(engines)).rejects.toThrow(/was moved to the data folder/);
    const application = await places.start(again);
    try {
      const owner = await application.as('owner@example.com');
      expect((await audited(application)).slice(0, told.length)).toEqual(told);
      expect((await owner.ok('POST', `/identities/${kept.id}/reveal`)).credential.value).toBe(kept.value);
      expect((await made(application)).id).toBe(requestId);
      expect((await owner.ok('GET', '/operations/damage')).items).toEqual([]);
      expect((await owner.ok('GET', '/audit?type=keyledger.log-moved.v1')).items).toHaveLength(2);
      expect((await owner.ok('GET', '/audit?type=keyledger.log-went-back.v1')).items).toEqual([]);
      await until('a checkpoint', async () => (await owner.get('/evidence/checkpoint')).status === 200, PATIENCE_MS);
    } finally {
      await application.close();
    }
  });
});
