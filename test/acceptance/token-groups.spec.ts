import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { AUDIENCE, issued, ISSUER, keyServer, signingKey, type KeyServer } from '../support/key-server';

/** Groups read from a token's claim: membership that lives as long as the token. */
const key = signingKey('one');
let keys: KeyServer;
let application: RunningApplication;
let owner: Client;
const ids: Record<string, string> = {};
const by = async (sub: string, claims: object = {}): Promise<Client> => {
  const email = `${sub}@example.com`;
  return client(application.url, email, await issued(key, Date.now(), { sub, email, email_verified: true, ...claims }));
};
const inGroup = (claims: object = {}) => by('ann', { roles: ['operators', 'others'], ...claims });
beforeAll(async () => {
  keys = await keyServer();
  keys.knobs.keys = [key];
  application = await runningApplication({
    env: {
      KEYLEDGER_JWT_ISSUER: ISSUER,
      KEYLEDGER_JWKS_URL: keys.url,
      KEYLEDGER_JWT_AUDIENCE: AUDIENCE,
      KEYLEDGER_JWT_GROUPS_CLAIM: 'roles',
      KEYLEDGER_OWNER_EMAIL: 'olga@example.com',
    },
  });
  owner = await by('olga');
  const make = async (name: string, path: string, body: object) => {
    ids[name] = (await owner.ok('POST', path, body)).id;
  };
  await make('organization', '/organizations', { name: 'Acme' });
  const organizationId = ids['organization'];
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, {
    secret: 'a secret of more than 32 characters, indeed',
  });
  await make('vault', '/identity-groups', { name: 'Servers', organizationId });
  await make('identity', '/identities', {
    identityGroupId: ids['vault'],
    name: 'root',
    username: 'root',
    credential: 'hunter2-hunter2',
    credentialType: 'other',
    allowConcurrentCheckout: true,
  });
  await make('views', '/roles', { name: 'Views', permissions: ['pam_vaults.view'] });
  await make('manages', '/roles', { name: 'Manages', permissions: ['pam_vaults.view', 'pam_vaults.manage'] });
  await make('group', '/idp/groups', { name: 'Operators' });
  for (const who of ['ann', 'max']) {
    await make(who, '/idp/users', { email: `${who}@example.com`, displayName: who, active: true });
    const userId = (await (await by(who)).ok('GET', '/me')).user.id;
    const roleId = ids[who === 'ann' ? 'views' : 'manages'];
    await owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId }] });
  }
  const grant = { principalType: 'group', principalId: ids['group'], level: 'checkout' };
  await owner.ok('POST', `/identity-groups/${ids['vault']}/access`, grant);
}, 180_000);
afterAll(async () => {
  await application.end();
  await keys.close();
});

const problem = (status: number, code: string) => ({ status, body: { code } });
const checkOut = (who: Client) =>
  who.post(`/identities/${ids['identity']}/checkout`, { reason: 'work', durationMinutes: 240 });
const list = (names: readonly object[], who = owner) => who.put(`/idp/groups/${ids['group']}/token-names`, { names });
const NAME = { issuer: ISSUER, name: 'operators' };

test('a name in a token means nothing before an owner says what it means', async () => {
  expect(await checkOut(await inGroup())).toMatchObject(problem(403, 'VAULT_ACCESS_DENIED'));
  expect(await list([NAME], await by('max'))).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect(await list([NAME])).toMatchObject({ status: 200, body: { names: [NAME] } });
  expect(await owner.get(`/idp/groups/${ids['group']}/token-names`)).toMatchObject({ body: { names: [NAME] } });
});

test('then it reaches its bearer, ends with the token, and is told in the fact', async () => {
  await list([NAME]);
  const ann = await inGroup();
  const { status, body } = await checkOut(ann);
  expect(status).toBe(201);
  // The token is good for an hour, the checkout was asked for four.
  const minutes = (Date.parse(body.session.expiresAt) - Date.parse(body.session.checkedOutAt)) / 60_000;
  expect(minutes).toBeGreaterThan(55);
  expect(minutes).toBeLessThanOrEqual(60);
  const facts = await owner.ok('GET', `/streams/identity-${ids['identity']}?limit=200`);
  const fact = facts.items.find(({ data }: Json) => data.sessionId === body.session.id);
  expect(fact.data.evidence).toMatchObject({
    groupId: ids['group'],
    byToken: { issuer: ISSUER, until: body.session.expiresAt },
  });
  const why = await ann.ok('GET', `/identities/${ids['identity']}/explain?action=checkout`);
  expect(why.steps.find(({ step }: Json) => step === 'grant').explanation).toMatch(/a group that the token names/);
  await ann.ok('POST', `/sessions/${body.session.id}/checkin`);
  expect(await checkOut(await by('ann'))).toMatchObject(problem(403, 'VAULT_ACCESS_DENIED'));
});

test('it gives none of the roles of the group', async () => {
  await list([NAME]);
  await owner.ok('PUT', `/idp/groups/${ids['group']}/roles`, { roles: [{ roleId: ids['manages'] }] });
  const { organizations, roles } = await (await inGroup()).ok('GET', '/me');
  expect(organizations).toMatchObject([{ permissions: ['pam_vaults.view'] }]);
  expect(roles).toMatchObject([{ roleId: ids['views'] }]);
});

test('nobody but an owner grants to a group that tokens name: anybody else may bring one that names it', async () => {
  await list([NAME]);
  const grant = { principalType: 'group', principalId: ids['group'], level: 'checkout' };
  expect(await (await by('max')).post(`/identity-groups/${ids['vault']}/access`, grant)).toMatchObject(
    problem(403, 'SELF_GRANT'),
  );
});

test('a token whose groups can not be read is refused, and told why', async () => {
  expect(await (await inGroup({ roles: 'operators' })).get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  const elsewhere = await by('ann', { _claim_names: { roles: 'src1' } });
  expect((await elsewhere.get('/me')).body.detail).toMatch(/names more groups than it holds/);
});

test('a session ends when an owner takes the name away', async () => {
  await list([NAME]);
  const ann = await inGroup();
  const { body } = await checkOut(ann);
  await list([]);
  expect(await ann.post(`/sessions/${body.session.id}/extend`, { durationMinutes: 5, reason: 'more' })).toMatchObject(
    problem(409, 'CONFLICT'),
  );
  expect(await owner.get(`/sessions/${body.session.id}`)).toMatchObject({ body: { endedBy: 'grant_revoked' } });
});
