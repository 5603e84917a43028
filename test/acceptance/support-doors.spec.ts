import type { Answer, Client } from '../support/application/client';
import { describedRoutes, filled, leastOf, type Route } from '../support/edge/described-routes';
import { jsonlOf } from '../support/application/importing';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { TurnedClock } from '../support/application/turned-clock';

/** Support acts only while it is let in, and only where: whichever door it tries. */
const clock = new TurnedClock();
let application: RunningApplication;
let fixture: SupportFixture;
let routes: readonly Route[];
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newSupportFixture(application);
  const found = describedRoutes((await fixture.owner.get('/openapi.json')).body).routes;
  routes = found.filter(({ security = [''] }) => security.length > 0);
});
afterAll(() => application.end());

const OFF = 'SUPPORT_ACCESS_OFF';
type Ids = { readonly identity: string; readonly host: string; readonly session: string };
type Act = (who: Client, ids: Ids) => Promise<Answer>;

const importFile = (who: Client, text = ''): Promise<Answer> =>
  who.post(`/organizations/${fixture.organizationId}/imports`, text, { 'content-type': 'application/octet-stream' });

/** What is done in an organization, with ids of it. */
const HERE: readonly [string, Act][] = [
  ['list identities', (who) => who.get(`/identities?organizationId=${fixture.organizationId}`)],
  ['read an identity', (who, { identity }) => who.get(`/identities/${identity}`)],
  ['read its history', (who, { identity }) => who.get(`/identities/${identity}/history`)],
  ['read its rotation', (who, { identity }) => who.get(`/identities/${identity}/rotation`)],
  ['reveal', (who, { identity }) => who.post(`/identities/${identity}/reveal`)],
  [
    'check out',
    (who, { identity }) => who.post(`/identities/${identity}/checkout`, { reason: 'x', durationMinutes: 5 }),
  ],
  ['change an identity', (who, { identity }) => who.patch(`/identities/${identity}`, { name: 'y' })],
  [
    'set a value',
    (who, { identity }) => who.put(`/identities/${identity}/credential`, { credential: `${Math.random()}` }),
  ],
  ['rotate', (who, { identity }) => who.post(`/identities/${identity}/rotate`)],
  ['read a vault', (who) => who.get(`/identity-groups/${fixture.vaultId}`)],
  ['list grants', (who) => who.get(`/identity-groups/${fixture.vaultId}/access`)],
  ['make a vault', (who) => who.post('/identity-groups', { name: 'x', organizationId: fixture.organizationId })],
  ['list sessions', (who) => who.get(`/sessions?organizationId=${fixture.organizationId}`)],
  ['read a session', (who, { session }) => who.get(`/sessions/${session}`)],
  ['force a checkin', (who, { session }) => who.post(`/sessions/${session}/force-checkin`, { reason: 'x' })],
  ['read a host', (who, { host }) => who.get(`/hosts/${host}`)],
  ['list agents', (who, { host }) => who.get(`/hosts/${host}/agents`)],
  ['make a host', (who) => who.post('/hosts', { name: 'x', organizationId: fixture.organizationId })],
  ['list jobs', (who) => who.get('/jobs')],
  ['read an organization', (who) => who.get(`/organizations/${fixture.organizationId}`)],
  ['see how values are sealed', (who) => who.get(`/organizations/${fixture.organizationId}/encryption`)],
  ['have values sealed anew', (who) => who.post(`/organizations/${fixture.organizationId}/encryption/upgrade`)],
  ['import a file', (who) => importFile(who)],
  ['change an organization', (who) => who.patch(`/organizations/${fixture.organizationId}`, { name: 'z' })],
  ['read the audit', (who) => who.get(`/audit?organizationId=${fixture.organizationId}`)],
  ['export the audit', (who) => who.get(`/audit/export?format=csv&organizationId=${fixture.organizationId}`)],
  ['replay a stream', (who, { identity }) => who.get(`/streams/identity-${identity}`)],
  ['list everything it sees', (who) => who.get('/identity-groups')],
  ['list organizations', (who) => who.get('/organizations')],
];

/** What support never does, wherever it is let in. */
const NEVER: readonly [string, Act, string][] = [
  [
    'give a grant',
    (who) => {
      const principalId = fixture.idpUserIds['stranger'];
      const body = { principalType: 'user', principalId, level: 'view_vault' };
      return who.post(`/identity-groups/${fixture.vaultId}/access`, body);
    },
    'PERMISSION_DENIED',
  ],
  [
    'import a grant',
    async (who) => {
      const line = jsonlOf({ kind: 'grant', vault: 'none', user: 'nobody@example.com', level: 'view_vault' });
      const { text } = await importFile(who, line);
      return { status: 403, body: JSON.parse(text.split('\n')[0] ?? '') } as Answer;
    },
    'PERMISSION_DENIED',
  ],
  [
    'raise a grant',
    (who) =>
      who.patch(`/identity-groups/${fixture.vaultId}/access/${fixture.grantIds['revealer']}`, { level: 'checkout' }),
    'PERMISSION_DENIED',
  ],
  [
    'give a role',
    (who) => {
      const roles = [{ roleId: fixture.roleId, organizationId: fixture.organizationId }];
      return who.put(`/users/${fixture.userIds.stranger}/roles`, { roles });
    },
    'PERMISSION_DENIED',
  ],
  ['issue a join token', (who, { host }) => who.post(`/hosts/${host}/join-token`), 'PERMISSION_DENIED'],
  [
    'change support access',
    (who) => who.put(`/organizations/${fixture.organizationId}/support-access`, { enabled: true, reason: 'x' }),
    'PERMISSION_DENIED',
  ],
  [
    'disable support access of all',
    (who) => who.post('/support-access/emergency-disable', { reason: 'x' }),
    'PERMISSION_DENIED',
  ],
  ['make a role', (who) => who.post('/roles', { name: 'x', permissions: ['pam_vaults.view'] }), OFF],
  ['make a user', (who) => who.post('/users', { email: 'x@example.com' }), OFF],
  ['list users', (who) => who.get('/users'), OFF],
  ['list roles', (who) => who.get('/roles'), OFF],
  ['look up the directory', (who) => who.get('/idp/users'), OFF],
  ['make an IDP user', (who) => who.post('/idp/users', { email: 'x@x.org', displayName: 'x', active: true }), OFF],
  ['make an organization', (who) => who.post('/organizations', { name: 'x' }), OFF],
  ['see what permissions there are', (who) => who.get('/permissions'), OFF],
  ['see what is at work', (who) => who.get('/operations/projections'), OFF],
];

const newIds = async (): Promise<Ids> => {
  const { id: identity } = await fixture.newIdentity();
  const { id: held } = await fixture.newIdentity();
  const host = (await fixture.owner.ok('POST', '/hosts', { name: 'h', organizationId: fixture.organizationId })).id;
  const session = await fixture.owner.ok('POST', `/identities/${held}/checkout`, { reason: 'x', durationMinutes: 5 });
  return { identity, host, session: session.session.id };
};

const code = ({ status, body }: Answer) => (status < 300 ? 'may' : (body?.code as string));
/** Each on things of its own, since one may change what the next one meets; where all are refused, all on the same. */
const tryAll = async (acts: readonly (readonly [string, Act, ...unknown[]])[], ids?: Ids) => {
  const found: Record<string, string> = {};
  for (const [name, act] of acts) found[name] = code(await act(fixture.support, ids ?? (await newIds())));
  return found;
};
const all = (acts: readonly (readonly [string, ...unknown[]])[], outcome: string) =>
  Object.fromEntries(acts.map(([name]) => [name, outcome]));

test('while it is on, support may what its roles and grants say', async () => {
  await fixture.set(fixture.organizationId, true, 1);
  expect(await tryAll(HERE)).toEqual(all(HERE, 'may'));
  expect(await tryAll(NEVER, await newIds())).toEqual(
    Object.fromEntries(NEVER.map(([name, , outcome]) => [name, outcome])),
  );
});

test('past its end nothing more, and that is said before what it never does', async () => {
  clock.pass(24 * 60);
  const ids = await newIds();
  expect(await tryAll(HERE, ids)).toEqual(all(HERE, OFF));
  const never = NEVER.filter(([name]) => name !== 'import a grant');
  expect(await tryAll(never, ids)).toEqual(all(never, OFF));
});

test('while it is on elsewhere, that lets nobody in here', async () => {
  await fixture.set(fixture.otherId, true);
  const lists = { 'list everything it sees': 'may', 'list organizations': 'may', 'list jobs': 'may' };
  expect(await tryAll(HERE, await newIds())).toEqual({ ...all(HERE, OFF), ...lists });
  const { items } = await fixture.support.ok('GET', '/organizations');
  expect(items.map(({ id }: { id: string }) => id)).toEqual([fixture.otherId]);
  const vaults = (await fixture.support.ok('GET', '/identity-groups')).items;
  expect(vaults.map(({ id }: { id: string }) => id)).toEqual([fixture.otherVaultId]);
});

test('what is hidden from support is not there, be it on or off', async () => {
  const hidden = () => fixture.support.get(`/organizations/${fixture.elsewhereId}`);
  expect((await hidden()).status).toBe(404);
  await fixture.set(fixture.otherId, false);
  expect((await hidden()).status).toBe(404);
  expect((await fixture.support.get('/identities/nobody')).status).toBe(404);
});

test('off, it is refused before what it may and what it holds is looked at', async () => {
  const ids = await newIds();
  await fixture.owner.ok('PUT', `/users/${fixture.supportId}/roles`, {
    roles: [{ roleId: fixture.roleId, organizationId: fixture.otherId }],
  });
  expect(code(await fixture.support.get(`/identities/${ids.identity}`))).toBe('NOT_FOUND');
  const { id: roleId } = await fixture.owner.ok('POST', '/roles', { name: 'Audit', permissions: ['pam_audit.read'] });
  const roles = [fixture.organizationId, fixture.otherId].map((organizationId) => ({ roleId, organizationId }));
  await fixture.owner.ok('PUT', `/users/${fixture.supportId}/roles`, { roles });
  expect(code(await fixture.support.get(`/identities/${ids.identity}`))).toBe(OFF);
  const again = roles.map(({ organizationId }) => ({ roleId: fixture.roleId, organizationId }));
  await fixture.owner.ok('PUT', `/users/${fixture.supportId}/roles`, { roles: again });
});

/** A route is tried on what there is, so that it is not the id alone that keeps it shut. */
const onWhatIs = ({ method, path }: Route, ids: Ids): string => {
  const id = /^\/(identities|sessions|hosts|identity-groups|organizations)\/\{id\}/.exec(path)?.[1];
  const { organizationId, vaultId } = fixture;
  const known: Record<string, string> = {
    identities: ids.identity,
    sessions: ids.session,
    hosts: ids.host,
    'identity-groups': vaultId,
    organizations: organizationId,
  };
  expect(method).toMatch(/^[A-Z]+$/);
  return filled(path.replace('{id}', (id && known[id]) ?? 'nobody'));
};

test.each(['a person', 'an owner', 'an admin'])('no route answers support that is let in nowhere: %s', async (as) => {
  await fixture.owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' });
  const flag = as.split(' ').at(-1) ?? '';
  if (flag !== 'person') await fixture.owner.ok('PUT', `/users/${fixture.supportId}/${flag}`, { [flag]: true });
  const ids = await newIds();
  const answered: string[] = [];
  for (const route of routes) {
    const { status, body } = await fixture.support.send(route.method, onWhatIs(route, ids), ...leastOf(route));
    const refused = [400, 404].includes(status) || body?.code === OFF || body?.code === 'PERMISSION_DENIED';
    if (!refused) answered.push(`${route.method} ${route.path} ${status}`);
  }
  expect(answered).toEqual(['GET /me 200']);
  if (flag !== 'person') await fixture.owner.ok('PUT', `/users/${fixture.supportId}/${flag}`, { [flag]: false });
});

test('an owner who is support acts as an owner where it is let in, and nowhere as one of the account', async () => {
  const { owner, support, supportId, organizationId } = fixture;
  await owner.ok('PUT', `/users/${supportId}/owner`, { owner: true });
  await fixture.set(organizationId, true);
  const { identity } = await newIds();
  expect(code(await support.post(`/identities/${identity}/reveal`))).toBe('may');
  expect(code(await support.get(`/organizations/${fixture.elsewhereId}`))).toBe(OFF);
  expect(code(await support.get('/operations/damage'))).toBe(OFF);
  expect(code(await support.put(`/users/${supportId}/admin`, { admin: true }))).toBe(OFF);
  expect(code(await support.send('DELETE', `/identities/${identity}?purge=true`))).toBe(OFF);
  await owner.ok('PUT', `/users/${supportId}/owner`, { owner: false });
});

test('a checkout asked for again with its key shows nothing once support is shut out', async () => {
  await fixture.set(fixture.organizationId, true);
  const { id, value } = await fixture.newIdentity();
  const key = { 'Idempotency-Key': 'again' };
  const again = () => fixture.support.post(`/identities/${id}/checkout`, { reason: 'x', durationMinutes: 30 }, key);
  const first = await again();
  expect(first.body.credential.value).toBe(value);
  expect((await again()).body.credential.value).toBe(value);
  await fixture.owner.ok('POST', '/support-access/emergency-disable', { reason: 'x' });
  const late = await again();
  expect([late.status, late.body.code]).toEqual([403, OFF]);
  const checkin = `/sessions/${first.body.session.id}/checkin`;
  expect(code(await fixture.support.post(checkin))).toBe(OFF);
});
