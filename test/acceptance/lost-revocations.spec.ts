import { describeEmbedded } from '../support/house/engines';
import { olderFiles } from '../support/house/older-files';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** What was taken away in a stretch that the log has lost stands again: it is listed, one by one, for owners. */
describeEmbedded('what a log that was put back has given again', () => {
  let house: RunningHouse;
  let world: World;
  let identity: { id: string; value: string };
  const listed = async (): Promise<Json[]> =>
    (await world.owner.ok('GET', '/operations/damage')).items.filter(({ kind }: Json) => kind === 'lost');
  const started = async () => {
    house = await runningHouse({ dataDir: house.dataDir });
    world = { ...world, owner: await house.as('owner@example.com') };
  };
  const grantPath = () => `/identity-groups/${world.vaultId}/access/${world.grantIds['user']}`;

  beforeAll(async () => {
    house = await runningHouse();
    world = await newWorld(house);
    identity = await world.newIdentity({ rotateAfterUse: true });
    const user = await house.as('user-1@example.com');
    await user.ok('POST', `/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 60 });
    await house.close();
    const files = olderFiles(house.dataDir);
    files.keep('events');
    await started();
    const { owner, userIds, idpUserIds, groupId } = world;
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
    await house.close();
    files.putBack('events');
    await started();
    await until('it to be listed', async () => (await listed()).length > 0);
  }, 60_000);
  afterAll(() => house.end());

  test('is each listed once, with the fact that is lost, people and grants first', async () => {
    const rows = await listed();
    const { userIds, idpUserIds, groupId, vaultId } = world;
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
    await house.close();
    await started();
    expect(await listed()).toEqual(rows);
  });

  test('is for owners alone, and settled one by one, with a reason, once', async () => {
    const row = (await listed()).find(({ type }) => type === 'keyledger.grant-revoked.v1');
    const path = `/operations/damage/${row.id}/settle`;
    const manager = await house.as('manager-1@example.com');
    expect((await manager.get('/operations/damage')).status).toBe(403);
    expect((await manager.post(path, { reason: 'revoked again' })).status).toBe(403);
    await world.owner.ok('DELETE', grantPath());
    expect((await world.owner.post(path, {})).status).toBe(400);
    const settled = await world.owner.ok('POST', path, { reason: 'revoked again' });
    expect(settled).toMatchObject({ id: row.id, kind: 'lost', settledBy: world.userIds.owner });
    expect(await world.owner.ok('POST', path, { reason: 'once more' })).toEqual(settled);
    const facts = await house.adapters.eventStore.readStream('logLosses', { limit: 100 });
    expect(facts.filter(({ type }) => type === 'keyledger.lost-revocation-settled.v1')).toHaveLength(1);
  });
});
