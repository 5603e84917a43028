import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
});
afterAll(() => application.end());

const userOf = async (who: Client): Promise<string> => (await who.ok('GET', '/me')).user.id;
const assign = (userId: string, roles: readonly object[], by = owner) => by.put(`/users/${userId}/roles`, { roles });
const roleOf = async (name: string, ...permissions: string[]): Promise<string> =>
  (await owner.ok('POST', '/roles', { name, permissions })).id;
const organizationOf = async (name: string): Promise<string> => (await owner.ok('POST', '/organizations', { name })).id;

describe('who am I', () => {
  test('the first owner', async () => {
    const { body } = await owner.get('/me');
    expect(body).toMatchObject({ user: { email: 'owner@example.com' }, owner: true, admin: false, idpMapping: null });
    expect(body.user).toEqual((await owner.ok('GET', `/users/${body.user.id}`)) as object);
    expect(body.permissions).toHaveLength(9);
    expect((await owner.get('/permissions')).body.items).toHaveLength(9);
  });

  test('whoever signs in first is a user without a role, for whom nothing exists', async () => {
    const ann = await application.as('Ann@x.org');
    expect((await ann.get('/me')).body).toMatchObject({ roles: [], permissions: [], organizations: [] });
    expect((await ann.get('/organizations')).body).toEqual({ items: [], nextCursor: null });
    expect((await ann.get(`/organizations/${await organizationOf('Hidden')}`)).body.code).toBe('NOT_FOUND');
    for (const path of ['/users', '/roles', '/idp/users', '/idp/groups']) {
      expect((await ann.get(path)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    }
    expect(await userOf(await application.as('ann@X.org'))).toBe(await userOf(ann));
  });
});

describe('organizations', () => {
  test('made, read, changed as seen, given a secret, deleted when empty', async () => {
    const made = await owner.post('/organizations', { name: 'Acme' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Acme', hasSecret: false, settings: { breakGlassMinutes: 60 } });
    const path = `/organizations/${made.body.id}`;
    expect(made.headers.get('location')).toBe(`/api/v1${path}`);
    const seen = { 'if-match': made.headers.get('etag') ?? '' };
    expect((await owner.patch(path, { settings: { breakGlassMinutes: 90 } }, seen)).body.settings).toEqual({
      breakGlassMinutes: 90,
      revealDuringExclusiveCheckout: false,
      receiptBeforeDisclosure: false,
    });
    expect((await owner.patch(path, { name: 'Other' }, seen)).body.code).toBe('PRECONDITION_FAILED');
    expect((await owner.patch(path, { settings: { breakGlassMinutes: null } })).body.settings.breakGlassMinutes).toBe(
      60,
    );
    expect((await owner.put(`${path}/secret`, { secret: 's'.repeat(31) })).body.code).toBe('VALIDATION_FAILED');
    expect((await owner.put(`${path}/secret`, { secret: 's'.repeat(32) })).status).toBe(204);
    expect((await owner.get(path)).body.hasSecret).toBe(true);
    const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId: made.body.id });
    expect((await owner.delete(path)).body.code).toBe('ORGANIZATION_NOT_EMPTY');
    await owner.ok('DELETE', `/identity-groups/${vault.id}`);
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.get(path)).status).toBe(404);
  });

  test.each([0, 1441, 1.5])('break-glass of %p minutes is refused', async (breakGlassMinutes) => {
    const { body } = await owner.post('/organizations', { name: 'x', settings: { breakGlassMinutes } });
    expect(body).toMatchObject({ status: 400, errors: [{ field: 'settings.breakGlassMinutes' }] });
  });

  test('a password policy that nothing satisfies is refused', async () => {
    const passwordPolicy = { length: 8, classes: [{ chars: 'ab', min: 9 }] };
    const { body } = await owner.post('/organizations', { name: 'x', settings: { passwordPolicy } });
    expect(body).toMatchObject({ status: 422, code: 'PASSWORD_POLICY_UNSATISFIABLE' });
  });
});

describe('no way up', () => {
  test('a manager of one organization gives only there, and only what is held', async () => {
    const [here, there] = [await organizationOf('Here'), await organizationOf('There')];
    const managing = await roleOf('Managing', 'accounts.manage', 'pam_vaults.view');
    const breaking = await roleOf('Breaking', 'pam_vaults.break_glass');
    const [bob, eve] = [await application.as('bob@x.org'), await application.as('eve@x.org')];
    const [bobId, eveId] = [await userOf(bob), await userOf(eve)];
    expect((await assign(bobId, [{ roleId: managing, organizationId: here }])).status).toBe(200);
    expect((await assign(eveId, [{ roleId: breaking, organizationId: here }])).status).toBe(200);

    for (const roles of [[{ roleId: breaking, organizationId: here }], [{ roleId: managing }]]) {
      expect((await assign(bobId, roles, bob)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    }
    // What the manager can't see answers like what isn't there.
    for (const organizationId of [there, 'nowhere']) {
      const { body } = await assign(eveId, [{ roleId: managing, organizationId }], bob);
      expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    const given = await assign(eveId, [{ roleId: managing, organizationId: here }], bob);
    expect(given.body.roles).toEqual(
      expect.arrayContaining([
        { roleId: breaking, organizationId: here },
        { roleId: managing, organizationId: here },
      ]),
    );
    expect((await assign(eveId, [], bob)).body.roles).toEqual([{ roleId: breaking, organizationId: here }]);
    for (const [method, path, body] of [
      ['POST', '/organizations', { name: 'x' }],
      ['POST', '/roles', { name: 'x', permissions: [] }],
      ['PATCH', `/roles/${breaking}`, { name: 'x' }],
      ['DELETE', `/roles/${breaking}`, undefined],
      ['POST', '/users', { email: 'new@x.org' }],
      ['PATCH', `/users/${eveId}`, { active: false }],
      ['PUT', `/users/${bobId}/owner`, { owner: true }],
      ['PUT', `/users/${bobId}/admin`, { admin: true }],
    ] as const) {
      expect((await bob.send(method, path, body)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    }
  });

  test('an admin makes no role of what admins lack, and touches no owner and no admin', async () => {
    const admin = await application.as('admin@x.org');
    const id = await userOf(admin);
    expect((await owner.put(`/users/${id}/admin`, { admin: true })).status).toBe(204);
    expect((await admin.post('/roles', { name: 'x', permissions: ['pam_vaults.view'] })).body.code).toBe(
      'PERMISSION_DENIED',
    );
    const role = await admin.ok('POST', '/roles', { name: 'Audit', permissions: ['pam_audit.read'] });
    expect((await admin.patch(`/roles/${role.id}`, { permissions: ['pam_vaults.view'] })).status).toBe(403);
    expect((await admin.patch(`/roles/${role.id}`, { name: 'Auditors' })).body.name).toBe('Auditors');
    for (const target of [id, await userOf(owner)]) {
      expect((await admin.patch(`/users/${target}`, { active: false })).status).toBe(403);
    }
    const machine = { email: 'machine@x.org', issuer: 'https://idp', subject: 'm' };
    expect((await admin.post('/users', machine)).status).toBe(403);
    expect((await owner.post('/users', { email: 'half@x.org', issuer: 'https://idp' })).body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'subject' }],
    });
    expect((await owner.post('/users', machine)).status).toBe(201);
    expect((await owner.post('/users', { email: 'MACHINE@x.org' })).body.code).toBe('EMAIL_TAKEN');
    expect((await owner.post('/users', { ...machine, email: 'other@x.org' })).body.code).toBe('CONFLICT');
  });

  test('a role that is deleted takes its assignments with it', async () => {
    const viewing = await roleOf('Viewing', 'pam_vaults.view');
    const organizationId = await organizationOf('Seen');
    const dan = await application.as('dan@x.org');
    await assign(await userOf(dan), [{ roleId: viewing, organizationId }]);
    expect((await dan.get(`/organizations/${organizationId}`)).status).toBe(200);
    await owner.ok('DELETE', `/roles/${viewing}`);
    expect((await dan.get('/me')).body).toMatchObject({ roles: [], organizations: [] });
    expect((await dan.get(`/organizations/${organizationId}`)).status).toBe(404);
    expect((await owner.get(`/users/${await userOf(dan)}`)).body.roles).toEqual([]);
  });
});

describe('owners and users switched off', () => {
  test('the last active owner stays', async () => {
    const id = await userOf(owner);
    expect((await owner.put(`/users/${id}/owner`, { owner: false })).body.code).toBe('LAST_OWNER');
    expect((await owner.patch(`/users/${id}`, { active: false })).body.code).toBe('LAST_OWNER');
    const asleep = await owner.ok('POST', '/users', { email: 'asleep@x.org' });
    await owner.ok('PATCH', `/users/${asleep.id}`, { active: false });
    await owner.ok('PUT', `/users/${asleep.id}/owner`, { owner: true });
    expect((await owner.put(`/users/${id}/owner`, { owner: false })).body.code).toBe('LAST_OWNER');
    await owner.ok('PUT', `/users/${asleep.id}/owner`, { owner: false });
  });

  test('switched off and on, from the next request on', async () => {
    const kim = await application.as('kim@x.org');
    const path = `/users/${await userOf(kim)}`;
    expect((await owner.patch(path, { active: false })).body.active).toBe(false);
    expect((await kim.get('/me')).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect((await owner.patch(path, { active: true })).body.active).toBe(true);
    expect((await kim.get('/me')).status).toBe(200);
  });

  test('a token may mark support, only an owner clears it', async () => {
    const vendor = await application.as('vendor@x.org', { support: true });
    const path = `/users/${await userOf(vendor)}`;
    expect((await owner.get(path)).body.support).toBe(true);
    const admin = await application.as('admin@x.org');
    expect((await admin.patch(path, { support: false })).status).toBe(403);
    expect((await owner.patch(path, { support: false })).body.support).toBe(false);
  });
});

test('whatever many first sign-ins at once, there is one user', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => userOf(await application.as(i % 2 === 0 ? 'many@x.org' : 'MANY@x.org'))),
  );
  expect(new Set(ids).size).toBe(1);
  expect((await owner.get('/users?q=many')).body.items).toHaveLength(1);
});
