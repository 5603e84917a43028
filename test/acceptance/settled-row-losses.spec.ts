import { freePort } from '../support/free-port';
import { breakRows } from '../support/application/broken-rows';
import { describeEmbedded } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

interface Row {
  readonly id: string;
  readonly stream: string;
  readonly settledBy?: string;
}

describeEmbedded('streams of events.db that lost a row in their middle, once that is settled', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    const env = { KEYLEDGER_PORT: String(await freePort()), KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    application = await runningApplication({ env });
    fixture = await newFixture(application);
  });
  afterAll(() => application.end());

  const items = async (path: string) => (await fixture.owner.ok('GET', path)).items;
  const settledDown = () =>
    until('every read model to be as far as the log', async () => {
      const all = await items('/operations/projections');
      return all.every(({ state, current }: { state: string; current: boolean }) => state === 'running' && current);
    });
  const reopened = async (sql?: string) => {
    await application.close();
    if (sql !== undefined) breakRows(application.dataDir, sql);
    application = await runningApplication({
      dataDir: application.dataDir,
      env: { KEYLEDGER_PORT: new URL(application.url).port },
    });
    await until('an answer', () =>
      fixture.people.admin.get('/me').then(
        () => true,
        () => false,
      ),
    );
  };
  const open = async (stream: string): Promise<Row | undefined> =>
    (await items('/operations/damage')).find((row: Row) => row.stream === stream && row.settledBy === undefined);

  test('give no right in any list: not live, not rebuilt, not after a restart', async () => {
    const { id } = await fixture.newIdentity();
    const away = await fixture.newIdentity();
    const take = { reason: 'a look at the logs', durationMinutes: 60 };
    expect((await fixture.people.groupUser.post(`/identities/${away.id}/checkout`, take)).status).toBe(201);
    expect((await fixture.people.user.post(`/identities/${id}/checkout`, take)).status).toBe(201);
    await fixture.owner.ok('PATCH', `/identities/${id}`, { name: 'renamed' });
    await fixture.owner.ok('PATCH', `/identities/${id}`, { name: 'renamed again' });
    const idpUserId = String(fixture.idpUserIds['revealer']);
    await fixture.owner.ok('PATCH', `/idp/users/${idpUserId}`, { displayName: 'Once' });
    await fixture.owner.ok('PATCH', `/idp/users/${idpUserId}`, { displayName: 'Twice' });
    await fixture.owner.ok('PATCH', `/idp/groups/${fixture.groupId}`, { name: 'Once' });
    await fixture.owner.ok('PATCH', `/idp/groups/${fixture.groupId}`, { name: 'Twice' });
    const userId = fixture.userIds.manager;
    await fixture.owner.ok('PATCH', `/users/${userId}`, { active: false });
    await fixture.owner.ok('PATCH', `/users/${userId}`, { active: true });
    const lost: Readonly<Record<string, number>> = {
      [`identity-${id}`]: 2,
      [`directory-${idpUserId}`]: 1,
      [`directoryGroup-${fixture.groupId}`]: 2,
      [`user-${userId}`]: 2,
    };
    const places = Object.entries(lost).map(
      ([stream, revision]) => `(stream = '${stream}' AND revision = ${revision})`,
    );
    await reopened(`DELETE FROM events WHERE ${places.join(' OR ')}`);
    // What nobody reads is told by whoever comes to decide on it.
    const touched = { [`/idp/users/${idpUserId}`]: { displayName: 'x' }, [`/users/${userId}`]: { active: true } };
    const renamed = { [`/idp/groups/${fixture.groupId}`]: { name: 'x' }, [`/identities/${id}`]: { name: 'x' } };
    for (const [path, change] of Object.entries({ ...touched, ...renamed })) {
      expect((await fixture.owner.patch(path, change)).body.code).toBe('STREAM_UNREADABLE');
    }
    for (const stream of Object.keys(lost)) {
      await until(`the damage of ${stream}`, async () => (await open(stream)) !== undefined);
      const { id: damageId } = (await open(stream)) as Row;
      await fixture.owner.ok('POST', `/operations/damage/${damageId}/settle`, { reason: 'a disk failed' });
    }
    const shown = async () => ({
      sessions: await items(`/sessions?status=active`),
      person: (await items('/users?limit=200')).find((each: Row) => each.id === userId),
      record: (await items('/idp/users?limit=200')).find((each: Row) => each.id === idpUserId),
      group: (await items('/idp/groups')).find((each: Row) => each.id === fixture.groupId),
      activeSessions: (await fixture.owner.ok('GET', `/identities/${id}`)).activeSessions,
    });
    await until('the end of every session', async () => (await shown()).sessions.length === 0);
    await settledDown();
    const listed = await shown();
    expect(listed).toMatchObject({
      person: { active: false, roles: [] },
      record: { active: false },
      group: { memberCount: 0 },
      activeSessions: 0,
    });
    for (const { name } of await items('/operations/projections')) {
      await fixture.owner.ok('POST', `/operations/projections/${name}/rebuild`);
    }
    await settledDown();
    expect(await shown()).toEqual(listed);
    await reopened();
    await settledDown();
    expect(await shown()).toEqual(listed);
  });
});
