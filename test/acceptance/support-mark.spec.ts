import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** Who is marked as the vendor's support acts only while let in: nobody but an owner does that to owners and admins. */
let application: RunningApplication;
let owner: Client;
let ownerId: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  ownerId = await userOf(owner);
});
afterAll(() => application.end());

const userOf = async (who: Client): Promise<string> => (await who.ok('GET', '/me')).user.id;
const mark = (by: Client, id: string, support: boolean) => by.patch(`/users/${id}`, { support });
const supportOf = async (id: string) => (await owner.ok('GET', `/users/${id}`)).support as boolean;
const personWith = async (email: string, flag?: 'owner' | 'admin') => {
  const who = await application.as(email);
  const id = await userOf(who);
  if (flag !== undefined) await owner.ok('PUT', `/users/${id}/${flag}`, { [flag]: true });
  return { who, id };
};

test('an admin marks people, and neither owners nor admins nor the own user, and clears nobody', async () => {
  const { who: admin, id: adminId } = await personWith('admin@x.org', 'admin');
  const { id: other } = await personWith('admin2@x.org', 'admin');
  const { id } = await personWith('ann@x.org');
  for (const mighty of [ownerId, other, adminId]) {
    for (const support of [true, false]) {
      expect((await mark(admin, mighty, support)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    }
    expect(await supportOf(mighty)).toBe(false);
  }
  expect((await mark(admin, id, true)).body.support).toBe(true);
  expect((await mark(admin, id, false)).status).toBe(403);
  expect((await mark(owner, id, false)).body.support).toBe(false);
  expect((await mark(owner, other, true)).body.support).toBe(true);
  expect((await mark(owner, other, false)).body.support).toBe(false);
});

test('the last owner who may always act is never marked, and stays', async () => {
  expect((await mark(owner, ownerId, true)).body).toMatchObject({ status: 409, code: 'LAST_OWNER' });
  const { who: another, id: second } = await personWith('second@x.org', 'owner');
  expect((await mark(owner, second, true)).body.support).toBe(true);
  for (const answer of [
    await mark(owner, ownerId, true),
    await owner.patch(`/users/${ownerId}`, { active: false }),
    await owner.put(`/users/${ownerId}/owner`, { owner: false }),
  ]) {
    expect(answer.body).toMatchObject({ status: 409, code: 'LAST_OWNER' });
  }
  expect(await supportOf(ownerId)).toBe(false);
  expect((await mark(owner, second, false)).body.support).toBe(false);
  const settled = await Promise.all([mark(owner, ownerId, true), mark(owner, second, true)]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  // Whoever is marked now is support, and shut out: the other one clears it.
  if (settled[0]?.status === 200) await another.ok('PATCH', `/users/${ownerId}`, { support: false });
  else await owner.ok('PATCH', `/users/${second}`, { support: false });
  await owner.ok('PUT', `/users/${second}/owner`, { owner: false });
});

test('support that is made an owner is not counted as one who may always act', async () => {
  const { id } = await personWith('vendor@x.org');
  await owner.ok('PATCH', `/users/${id}`, { support: true });
  await owner.ok('PUT', `/users/${id}/owner`, { owner: true });
  expect((await owner.put(`/users/${ownerId}/owner`, { owner: false })).body.code).toBe('LAST_OWNER');
  await owner.ok('PUT', `/users/${id}/owner`, { owner: false });
});

test('a token marks people, never an owner or an admin', async () => {
  const { id: adminId } = await personWith('admin@x.org', 'admin');
  const { id } = await personWith('kim@x.org');
  for (const email of ['owner@example.com', 'admin@x.org', 'kim@x.org']) {
    await (await application.as(email, { support: true })).ok('GET', '/me');
  }
  expect([await supportOf(ownerId), await supportOf(adminId), await supportOf(id)]).toEqual([false, false, true]);
});
