import { ANY } from '../../src/kernel/expected-revision';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** What every JavaScript object has is no role, no grant and no field. */
let application: RunningApplication;
let owner: Client;
let organizationId: string;
let vault: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  organizationId = (await owner.ok('POST', '/organizations', { name: 'Acme' })).id;
  vault = (await owner.ok('POST', '/identity-groups', { name: 'V', organizationId })).id;
});
afterAll(() => application.end());

const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'];

describe.each(NAMES)('%s', (name) => {
  test.each([
    ['PATCH', () => `/roles/${name}`, { name: 'x' }],
    ['DELETE', () => `/roles/${name}`, undefined],
    ['PATCH', () => `/identity-groups/${vault}/access/${name}`, { level: 'checkout' }],
    ['DELETE', () => `/identity-groups/${vault}/access/${name}`, undefined],
    ['GET', () => `/users/${name}`, undefined],
    ['PUT', () => `/users/${name}/owner`, { owner: true }],
    ['PATCH', () => `/users/${name}`, { active: false }],
    ['PATCH', () => `/identity-groups/${name}`, { name: 'x' }],
    ['POST', () => `/operations/projections/${name}/rebuild`, {}],
  ] as const)('%s %# names nothing', async (method, path, body) => {
    expect((await owner.send(method, path(), body)).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('is no role to be given', async () => {
    const { user } = await (await application.as('ann@x.org')).ok('GET', '/me');
    for (const assignment of [{ roleId: name }, { roleId: name, organizationId }]) {
      const { body } = await owner.put(`/users/${user.id}/roles`, { roles: [assignment] });
      expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  test('is no connector and no type', async () => {
    const asked = { identityGroupId: vault, name: 'x', username: 'x', credential: 'x', credentialType: 'password' };
    for (const more of [{ connector: name }, { credentialType: name }]) {
      expect((await owner.post('/identities', { ...asked, ...more })).body.status).toBe(400);
    }
  });

  test('is no field and no parameter', async () => {
    const { body } = await owner.post('/organizations', { name: 'x', [name]: 'x' });
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: name }] });
    expect((await owner.get(`/users?${name}=x`)).body).toMatchObject({ status: 400, errors: [{ field: name }] });
  });

  test('stands in a fact of before, and gives nothing', async () => {
    const old = await application.as(`old-${name}@x.org`);
    const { user } = await old.ok('GET', '/me');
    const metadata = { actor: { kind: 'policy', name: 'spec' }, time: '2026-03-01T09:00:00.000Z', correlationId: 'c' };
    const data = { userId: user.id, roles: [{ roleId: name }, { roleId: name, organizationId }] };
    const event = { id: application.adapters.ids.next(), type: 'keyledger.user-roles-assigned.v1', data, metadata };
    await application.adapters.eventStore.append(`user-${user.id}`, ANY, [event as never]);
    expect((await old.get('/me')).body).toMatchObject({ roles: [], permissions: [], organizations: [] });
    expect((await old.get(`/organizations/${organizationId}`)).status).toBe(404);
    expect((await owner.ok('GET', `/users/${user.id}`)).roles).toEqual([]);
    expect((await owner.put(`/users/${user.id}/roles`, { roles: [] })).body.roles).toEqual([]);
  });
});

test.each(['/organizations', '/users', '/roles', '/idp/groups'])(
  '__proto__ in a body for %s is an unknown field',
  async (path) => {
    const answer = await fetch(`${application.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      body: '{"name":"x","__proto__":{"admin":true}}',
    });
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toContain('__proto__');
  },
);

test('__proto__ deep in a body, as a parameter and as an id is refused', async () => {
  const answer = await fetch(`${application.url}/api/v1/organizations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: '{"name":"x","settings":{"__proto__":{"breakGlassMinutes":1}}}',
  });
  expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field: 'settings.__proto__' }] });
  expect((await owner.get('/users?__proto__=x')).body).toMatchObject({ status: 400, errors: [{ field: '__proto__' }] });
  expect((await owner.get('/users/__proto__')).status).toBe(404);
});
