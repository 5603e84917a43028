import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { operations, provider, scimError, type Provider } from '../support/scim/provider';

/** What Okta sends, as its "SCIM protocol" reference has it. */
let application: RunningApplication;
let owner: Client;
let okta: Provider;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  okta = provider(application.url, (await owner.ok('POST', '/scim-connections', { name: 'Okta' })).token);
}, 120_000);
afterAll(() => application.end());

const USER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'test.user@okta.local',
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq',
  active: true,
};

test('it looks for a person, makes one, reads pages, puts a profile and deactivates', async () => {
  const filter = encodeURIComponent('userName eq "test.user@okta.local"');
  expect((await okta.get(`/Users?filter=${filter}&startIndex=1&count=100`)).body.totalResults).toBe(0);
  const made = await okta.post('/Users', USER);
  expect(made).toMatchObject({ status: 201, body: { userName: USER.userName, displayName: 'Test User' } });
  // The password is nobody's here, and is neither kept nor told.
  expect(made.text + JSON.stringify(application.logged)).not.toContain(USER.password);
  const { id } = made.body;
  const page = await okta.get('/Users?startIndex=1&count=2');
  expect(page.body).toMatchObject({ totalResults: 1, itemsPerPage: 1, startIndex: 1 });
  const again = { ...USER, id, displayName: 'Another', name: { givenName: 'Another', middleName: 'Excited' } };
  expect(await okta.put(`/Users/${id}`, again)).toMatchObject({ status: 200, body: { displayName: 'Another' } });
  const moved = { ...again, emails: [{ primary: true, value: 'else@okta.local', type: 'work' }] };
  expect(await okta.put(`/Users/${id}`, moved)).toMatchObject(scimError(400, 'mutability'));
  const off = await okta.patch(`/Users/${id}`, operations({ op: 'replace', value: { active: false } }));
  expect(off).toMatchObject({ status: 200, body: { active: false } });
  const { externalId: _, displayName: _d, active: _a, ...least } = USER;
  const put = await okta.put(`/Users/${id}`, least);
  expect(put).toMatchObject({ status: 200, body: { active: false, displayName: 'Test User' } });
  expect(put.body).not.toHaveProperty('externalId');
  expect(await okta.put(`/Users/${id}`, USER)).toMatchObject({ status: 200, body: { active: true } });
});

test('it pushes groups: all members at once, by operations and by replacement', async () => {
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) ids.push(await okta.newUser(`${name}@okta.local`));
  const [a = '', b = '', c = ''] = ids;
  const group = await okta.newGroup('Test SCIMv2', a, b);
  const members = async (): Promise<string[]> =>
    (await okta.get(`/Groups/${group}`)).body.members.map(({ value }: Json) => value).toSorted();
  expect(await members()).toEqual([a, b].toSorted());
  const rename = { op: 'replace', value: { id: group, displayName: 'Test SCIMv2 renamed' } };
  expect(await okta.patch(`/Groups/${group}`, operations(rename))).toMatchObject({ status: 204 });
  const moves = operations(
    { op: 'remove', path: `members[value eq "${a}"]` },
    { op: 'add', path: 'members', value: [{ value: c, display: 'c@okta.local' }] },
  );
  expect(await okta.patch(`/Groups/${group}`, moves)).toMatchObject({ status: 204 });
  expect(await members()).toEqual([b, c].toSorted());
  const all = operations({ op: 'replace', path: 'members', value: [{ value: a, display: 'a@okta.local' }] });
  expect(await okta.patch(`/Groups/${group}?attributes=members`, all)).toMatchObject({
    status: 200,
    body: { members: [{ value: a }] },
  });
  const put = { schemas: [], displayName: 'Test SCIMv2', members: [{ value: b }] };
  expect(await okta.put(`/Groups/${group}`, { ...put, schemas: undefined })).toMatchObject({
    status: 200,
    body: { displayName: 'Test SCIMv2', members: [{ value: b, type: 'User' }] },
  });
  await okta.patch(`/Groups/${group}`, operations({ op: 'remove', path: 'members', value: [] }));
  expect(await members()).toEqual([b]);
  expect(await okta.patch(`/Groups/${group}`, operations({ op: 'remove', path: 'members' }))).toMatchObject({
    status: 204,
  });
  expect(await members()).toEqual([]);
  expect((await owner.ok('GET', `/idp/groups/${group}`)).name).toBe('Test SCIMv2');
});
