import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { operations, provider, scimError, type Provider } from '../support/scim/provider';

/** What Entra ID sends, as Microsoft's "Develop and plan provisioning for a SCIM endpoint" has it. */
let application: RunningApplication;
let owner: Client;
let entra: Provider;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  entra = provider(application.url, (await owner.ok('POST', '/scim-connections', { name: 'Entra' })).token);
}, 120_000);
afterAll(() => application.end());

const USER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
  userName: 'Test_User_ab6490ee@testuser.com',
  active: true,
  emails: [{ primary: true, type: 'work', value: 'Test_User_ab6490ee@testuser.com' }],
  meta: { resourceType: 'User' },
  name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
  roles: [],
};
const GROUP = {
  schemas: [
    'urn:ietf:params:scim:schemas:core:2.0:Group',
    'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
  ],
  externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
  displayName: 'displayName',
  meta: { resourceType: 'Group' },
};

test('it tests the connection by a user that is not there', async () => {
  const none = await entra.get('/Users?filter=userName eq "non-existent user"');
  expect(none).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [], startIndex: 1, itemsPerPage: 0 } });
  expect(none.headers.get('content-type')).toBe('application/scim+json');
});

test('a person comes, is renamed, leaves and is deleted', async () => {
  const made = await entra.post('/Users', USER);
  const { id } = made.body;
  expect(made).toMatchObject({
    status: 201,
    body: { userName: USER.userName, externalId: USER.externalId, displayName: 'givenName familyName', active: true },
  });
  expect(made.headers.get('location')).toBe(`${application.url}/scim/v2/Users/${id}`);
  expect(made.body.meta).toMatchObject({ resourceType: 'User', version: made.headers.get('etag') });
  expect(await entra.post('/Users', USER)).toMatchObject(scimError(409, 'uniqueness'));

  const found = await entra.get('/Users?filter=userName eq "TEST_USER_AB6490EE@testuser.com"');
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  const by = await entra.get(`/Users?filter=externalId eq "${USER.externalId}"`);
  expect(by.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });

  const renamed = await entra.patch(
    `/Users/${id}`,
    operations(
      { op: 'Replace', path: 'displayName', value: 'Other' },
      { op: 'Add', path: 'name.familyName', value: 'updatedFamilyName' },
      { op: 'Replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'IT' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'test_user_ab6490ee@TESTUSER.com' },
    ),
  );
  expect(renamed).toMatchObject({ status: 200, body: { displayName: 'Other', userName: USER.userName } });

  const off = await entra.patch(`/Users/${id}`, operations({ op: 'Replace', path: 'active', value: 'False' }));
  expect(off).toMatchObject({ status: 200, body: { active: false } });
  expect(await owner.get(`/idp/users/${id}`)).toMatchObject({ body: { active: false, displayName: 'Other' } });
  const on = await entra.patch(
    `/Users/${id}`,
    operations({ op: 'replace', value: { active: 'True', 'name.givenName': 'x', displayName: 'Third' } }),
  );
  expect(on).toMatchObject({ status: 200, body: { active: true, displayName: 'Third' } });

  expect(await entra.delete(`/Users/${id}`)).toMatchObject({ status: 204, text: '' });
  expect(await entra.delete(`/Users/${id}`)).toMatchObject(scimError(404));
  expect(await entra.get(`/Users/${id}`)).toMatchObject(scimError(404));
  expect(await entra.post('/Users', USER)).toMatchObject({ status: 201 });
});

test('the e-mail never changes, whichever way it is sent', async () => {
  const id = await entra.newUser('steady@testuser.com');
  for (const step of [
    { op: 'Replace', path: 'userName', value: 'other@testuser.com' },
    { op: 'Add', path: 'emails[type eq "work"].value', value: 'other@testuser.com' },
    { op: 'Replace', path: 'emails[primary eq true].value', value: 'other@testuser.com' },
    { op: 'Add', path: 'emails', value: [{ type: 'work', value: 'other@testuser.com' }] },
    { op: 'Remove', path: 'emails[type eq "work"].value' },
    { op: 'Remove', path: 'userName' },
    { op: 'replace', value: { userName: 'other@testuser.com' } },
    { op: 'replace', value: { 'emails[type eq "work"].value': 'other@testuser.com' } },
    { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName', value: 'other@testuser.com' },
    { op: 'replace', path: 'id', value: '1' },
  ]) {
    const sent = operations({ op: 'Replace', path: 'displayName', value: 'Half done' }, step);
    expect([step, await entra.patch(`/Users/${id}`, sent)]).toMatchObject([step, scimError(400, 'mutability')]);
  }
  // All or nothing.
  expect((await entra.get(`/Users/${id}`)).body.displayName).toBe('steady@testuser.com');
});

test('a group comes, is filled and emptied member by member, and is deleted', async () => {
  const made = await entra.post('/Groups', GROUP);
  const { id } = made.body;
  expect(made).toMatchObject({ status: 201, body: { displayName: 'displayName', externalId: GROUP.externalId } });
  const ann = await entra.newUser('ann@testuser.com');
  const ben = await entra.newUser('ben@testuser.com');
  const of = async (): Promise<string[]> =>
    ((await entra.get(`/Groups/${id}`)).body.members ?? []).map(({ value }: Json) => value).toSorted();

  const listed = await entra.get('/Groups?excludedAttributes=members&filter=displayName eq "displayname"');
  expect(listed.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  expect(listed.body.Resources[0]).not.toHaveProperty('members');

  const add = (value: unknown) => entra.patch(`/Groups/${id}`, operations({ op: 'Add', path: 'members', value }));
  expect(await add([{ $ref: null, value: ann }])).toMatchObject({ status: 204 });
  expect(await add([{ value: ben }, { value: ann }])).toMatchObject({ status: 204 });
  expect(await of()).toEqual([ann, ben].toSorted());
  expect((await owner.ok('GET', `/idp/groups/${id}`)).memberCount).toBe(2);
  const none = encodeURIComponent(`not (members eq "${ann}")`);
  expect((await entra.get(`/Groups?filter=${none}`)).body.totalResults).toBe(0);
  for (const filter of [`id eq "${id}" and members eq "${ann}"`, `members[value eq "${ann}"]`]) {
    expect((await entra.get(`/Groups?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(1);
  }
  const out = operations({ op: 'Remove', path: 'members', value: [{ $ref: null, value: ann }] });
  expect(await entra.patch(`/Groups/${id}`, out)).toMatchObject({ status: 204 });
  expect(await of()).toEqual([ben]);
  expect((await entra.get(`/Groups?filter=members eq "${ann}"`)).body.totalResults).toBe(0);
  const each = operations({ op: 'Remove', path: `members[value eq "${ben}"]` });
  expect(await entra.patch(`/Groups/${id}`, each)).toMatchObject({ status: 204 });
  expect(await of()).toEqual([]);
  const named = operations({ op: 'Replace', path: 'displayName', value: 'Renamed' });
  expect(await entra.patch(`/Groups/${id}`, named)).toMatchObject({ status: 204 });
  expect((await entra.get(`/Groups/${id}?excludedAttributes=members`)).body).toMatchObject({ displayName: 'Renamed' });
  expect(await entra.delete(`/Groups/${id}`)).toMatchObject({ status: 204 });
});
