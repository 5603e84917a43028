import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reports } from '../../cli/reports';
import { reaching } from '../support/application/command-line';
import { applicationOnDouble } from '../support/application/application-on-double';
import type { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { onEngines } from '../support/application/engines';
import type { RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import type { Fixture } from '../support/application/fixture';
import { until } from '../support/until';

interface Row {
  readonly id: string;
  readonly stream: string;
  readonly settledBy?: string;
}

// Each of them rebuilds every read model twice and restarts.
jest.setTimeout(120_000);

/** The double has one client a process: the engines' run has its own server. */
(onEngines ? describe.skip : describe)('a stream that lost revisions, once that is settled', () => {
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    ({ double, application, fixture } = await applicationOnDouble());
  });
  afterAll(async () => {
    await application.end();
    await double.end();
  });

  const items = async (path: string) => (await fixture.owner.ok('GET', path)).items;
  const openRow = async (stream: string): Promise<Row | undefined> =>
    (await items('/operations/damage')).find((row: Row) => row.stream === stream && row.settledBy === undefined);
  /** Somebody keeps only the stream's last event; an owner settles it. */
  const losesAllButOne = async (stream: string) => {
    await double.order({ strangers: [{ does: 'limit', stream, limits: { $maxCount: 1 } }] });
    await until(`the damage of ${stream}`, async () => (await openRow(stream)) !== undefined);
    const row = (await openRow(stream)) as Row;
    const { status } = await fixture.owner.post(`/operations/damage/${row.id}/settle`, { reason: 'cut off by hand' });
    expect(status).toBe(200);
    // Without the limit its server shows again what it had not scavenged: that stays passed over.
    await double.order({ strangers: [{ does: 'limit', stream, limits: {} }] });
  };
  const settledDown = () =>
    until('every read model to be as far as the log', async () => {
      const all = await items('/operations/projections');
      return all.every(({ state, current }: { state: string; current: boolean }) => state === 'running' && current);
    });
  const rebuilt = async () => {
    for (const { name } of await items('/operations/projections')) {
      await fixture.owner.ok('POST', `/operations/projections/${name}/rebuild`);
    }
    await settledDown();
  };
  /** What is shown is so at once, after a rebuild, after what was truncated is scavenged, and after a restart. */
  const staysSo = async (paths: readonly string[], expected: object) => {
    const shown = async () => Promise.all(paths.map(items));
    await until(
      'what is listed',
      async () => {
        try {
          expect(await shown()).toMatchObject(expected);
          return true;
        } catch {
          return false;
        }
      },
      30_000,
    ).catch(async () => expect(await shown()).toMatchObject(expected));
    await settledDown();
    const listed = await shown();
    expect(listed).toMatchObject(expected);
    await rebuilt();
    expect(await shown()).toEqual(listed);
    await double.order({ strangers: [{ does: 'scavenge' }] });
    await rebuilt();
    expect(await shown()).toEqual(listed);
    application = await application.restart();
    await until('the server', () =>
      fixture.owner.get('/me').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    await settledDown();
    expect(await shown()).toEqual(listed);
  };
  const checkOut = (person: Fixture['owner'], id: string) =>
    person.post(`/identities/${id}/checkout`, { reason: 'a look at the logs', durationMinutes: 60 });
  const open = async (identityId: string) => items(`/sessions?identityId=${identityId}&status=active`);
  /** By the server's answer and by the command line alike. */
  const reportsTellSo = async (stream: string) => {
    const ask = async (id: string) => fixture.owner.ok('GET', `/reports/${id}`);
    const { header, rows: held } = await ask('R1');
    expect(header.damagedStreams).toBe(1);
    const ofVault = held.filter((row: { identityGroupId: string }) => row.identityGroupId === fixture.vaultId);
    const ways = ofVault.map(({ path, incomplete }: { path: string; incomplete: string[] }) => [path, ...incomplete]);
    expect(new Set(ways.map(String))).toEqual(new Set([`owner-bypass,${stream}`]));
    const change = { change: 'stream-damage-settled', subjectId: fixture.vaultId, incomplete: [stream] };
    expect((await ask('R2')).rows).toContainEqual(expect.objectContaining(change));
    const file = join(mkdtempSync(join(tmpdir(), 'keyledger-r2-')), 'r2.json');
    await reports.run(['R2', '--output', file], await reaching(application));
    expect(JSON.parse(readFileSync(file, 'utf8')).rows).toContainEqual(expect.objectContaining(change));
    rmSync(join(file, '..'), { recursive: true });
  };
  const without = (list: readonly { id: string }[], id: string) => list.filter((each) => each.id !== id);

  test('of grants: none is listed or stands, and sessions that rested on one end', async () => {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(fixture.people.user, id)).status).toBe(201);
    await losesAllButOne(`vaultAccess-${fixture.vaultId}`);
    await until('the end of the session', async () => (await open(id)).length === 0);
    await staysSo([`/identity-groups/${fixture.vaultId}/access`], [[]]);
    await reportsTellSo(`vaultAccess-${fixture.vaultId}`);
    expect((await checkOut(fixture.people.user, id)).body.code).toBe('VAULT_ACCESS_DENIED');
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' };
    await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
    expect((await checkOut(fixture.people.user, id)).status).toBe(201);
  });

  test('of a group: it has no members, and sessions by way of it end', async () => {
    const { id } = await fixture.newIdentity();
    const grant = { principalType: 'group', principalId: fixture.groupId, level: 'checkout' };
    await fixture.owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
    expect((await checkOut(fixture.people.groupUser, id)).status).toBe(201);
    await fixture.owner.ok('PATCH', `/idp/groups/${fixture.groupId}`, { name: 'Operators' });
    await losesAllButOne(`directoryGroup-${fixture.groupId}`);
    await until('the end of the session', async () => (await open(id)).length === 0);
    expect((await checkOut(fixture.people.groupUser, id)).body.code).toBe('VAULT_ACCESS_DENIED');
    // What its name was is gone with its first fact: nobody has such a group.
    await staysSo(['/idp/groups'], [[]]);
  });

  test('of a directory record: it is gone, and sessions of it end', async () => {
    const { id } = await fixture.newIdentity();
    const idpUserId = String(fixture.idpUserIds['user']);
    await fixture.owner.ok('PATCH', `/idp/users/${idpUserId}`, { displayName: 'Somebody' });
    expect((await checkOut(fixture.people.user, id)).status).toBe(201);
    await losesAllButOne(`directory-${idpUserId}`);
    await until('the end of the session', async () => (await open(id)).length === 0);
    expect((await checkOut(fixture.people.user, id)).status).toBe(403);
    await staysSo(['/idp/users?limit=200'], [without(await items('/idp/users?limit=200'), idpUserId)]);
  });

  test('of a person: the person is gone, and nobody else is touched', async () => {
    const { id } = await fixture.newIdentity();
    const userId = fixture.userIds.groupUser;
    const session = await checkOut(fixture.owner, id);
    expect(session.status).toBe(201);
    await losesAllButOne(`user-${userId}`);
    const { status, body } = await fixture.people.groupUser.get('/me');
    expect([status, body.detail]).toEqual([401, expect.stringMatching(/is lost\. Let an owner make the user again/)]);
    const others = (await items('/users?limit=200')).filter((each: { id: string }) => each.id !== userId);
    await staysSo(['/users?limit=200'], [others]);
    expect((await open(id)).length).toBe(1);
  });

  test('of an identity: no session of it is listed as open', async () => {
    const { id } = await fixture.newIdentity();
    expect((await checkOut(fixture.owner, id)).status).toBe(201);
    await losesAllButOne(`identity-${id}`);
    const others = without(await items('/identities?limit=200'), id).map((each) => ({ id: each.id }));
    await staysSo([`/sessions?identityId=${id}&status=active`, '/identities?limit=200'], [[], others]);
    expect((await fixture.owner.get(`/identities/${id}`)).status).toBe(404);
  });

  test('of a host: it is gone with its agents', async () => {
    const agent = await ScriptedAgent.onNewHost(application, fixture.owner, fixture.organizationId, 'web', () =>
      Date.now(),
    );
    const { hostId } = agent;
    await losesAllButOne(`host-${hostId}`);
    await staysSo([`/hosts?organizationId=${fixture.organizationId}`], [[]]);
    expect((await fixture.owner.get(`/hosts/${hostId}`)).status).toBe(404);
  });
});
