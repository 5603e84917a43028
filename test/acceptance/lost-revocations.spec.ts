import { describeEmbedded } from '../support/application/engines';
import { olderFiles } from '../support/application/older-files';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** What was taken away in a stretch that the log has lost stands again: it is listed, one by one, for owners. */
describeEmbedded('what a log that was put back has given again', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identity: { id: string; value: string };
  const listed = async (): Promise<Json[]> =>
    (await fixture.owner.ok('GET', '/operations/damage')).items.filter(({ kind }: Json) => kind === 'lost');
  const started = async () => {
    application = await runningApplication({ dataDir: application.dataDir });
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
  };
  const grantPath = () => `/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['user']}`;

  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newFixture(application);
    identity = await fixture.newIdentity({ rotateAfterUse: true });
    const user = await application.as('user-1@example.com');
    await user.ok('POST', `/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 60 });
    await application.close();
    const files = olderFiles(application.dataDir);
    files.keep('events');
    await started();
    const { owner, userIds, idpUserIds, groupId } = fixture;
    await owner.ok('DELETE', grantPath());
    await owner.ok('PATCH', `/users/${userIds.revealer}`, { active: false });
    await owner.ok('PUT', `/users/${userIds.manager}/roles`, { roles: [] });
    await owner.ok('PUT', `/users/${userIds.admin}/admin`, { admin: false });
    await owner.ok('DELETE', `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`);
    await owner.ok('PATCH', `/idp/users/${idpUserIds['expired']}`, { active: false });
    await until('the session to be over and the value to be another one', async () => {
      const { items } = await owner.ok('GET', `/streams/identity-${identity.id}`);
      return items.some(({ type }: Json) => type === 'keyledger.rotation-confirmed.v1');
    });
    await until('the audit to know all of it', async () => {
      const { items } = await owner.ok('GET', '/operations/projections');
      return items.every(({ current }: Json) => current);
    });
    await application.close();
    files.putBack('events');
    await started();
    await until('it to be listed', async () => (await listed()).length > 0);
  }, 60_000);
  afterAll(() => application.end());

  test('is each listed once, with the fact that is lost, people and grants first', async () => {
    const rows = await listed();
    const { userIds, idpUserIds, groupId, vaultId } = fixture;
    expect(rows.map(({ stream, type }) => [stream, type])).toEqual([
      ['account', 'keyledger.admin-removed.v1'],
      [`user-${userIds.revealer}`, 'keyledger.user-switched-off.v1'],
      [`user-${userIds.manager}`, 'keyledger.user-roles-assigned.v1'],
      [`directory-${idpUserIds['expired']}`, 'keyledger.idp-user-changed.v1'],
      [`directoryGroup-${groupId}`, 'keyledger.idp-group-member-removed.v1'],
      [`vaultAccess-${vaultId}`, 'keyledger.grant-revoked.v1'],
      [`identity-${identity.id}`, 'keyledger.identity-checked-in.v1'],
      [`identity-${identity.id}`, 'keyledger.rotation-confirmed.v1'],
    ]);
    expect(rows.every(({ fault }) => fault.startsWith('the log was put back and has lost that '))).toBe(true);
    await application.close();
    await started();
    expect(await listed()).toEqual(rows);
  });

  test('is for owners alone, and settled one by one, with a reason, once', async () => {
    const row = (await listed()).find(({ type }) => type === 'keyledger.grant-revoked.v1');
    const path = `/operations/damage/${row.id}/settle`;
    const manager = await application.as('manager-1@example.com');
    expect((await manager.get('/operations/damage')).status).toBe(403);
    expect((await manager.post(path, { reason: 'revoked again' })).status).toBe(403);
    await fixture.owner.ok('DELETE', grantPath());
    expect((await fixture.owner.post(path, {})).status).toBe(400);
    const settled = await fixture.owner.ok('POST', path, { reason: 'revoked again' });
    expect(settled).toMatchObject({ id: row.id, kind: 'lost', settledBy: fixture.userIds.owner });
    expect(await fixture.owner.ok('POST', path, { reason: 'once more' })).toEqual(settled);
    const facts = await application.adapters.eventStore.readStream('logLosses', { limit: 100 });
    expect(facts.filter(({ type }) => type === 'keyledger.lost-revocation-settled.v1')).toHaveLength(1);
  });
});
