import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { operations, provider, scimError, type Provider } from '../support/scim/provider';

/** RFC 7644, word by word where identity providers rely on it. */
let application: RunningApplication;
let owner: Client;
let token: string;
let idp: Provider;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  ({ token } = await owner.ok('POST', '/scim-connections', { name: 'Provider' }));
  idp = provider(application.url, token);
}, 120_000);
afterAll(() => application.end());

const ask = (filter: string, more = '') => idp.get(`/Users?filter=${encodeURIComponent(filter)}${more}`);

test('errors are SCIM’s below its path, whoever finds them', async () => {
  const nobody = client(application.url, '', 'none');
  const unknown = await nobody.get('//scim/v2/Users');
  expect(unknown).toMatchObject(scimError(401));
  expect(unknown.headers.get('content-type')).toBe('application/scim+json');
  expect(unknown.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(await idp.get('/Nothing')).toMatchObject(scimError(404));
  expect(await idp.get('/Users/1')).toMatchObject(scimError(404));
  expect(await idp.post('/Schemas', {})).toMatchObject(scimError(405));
  expect(await idp.post('/Bulk', {})).toMatchObject(scimError(501));
  expect(await idp.get('/Me')).toMatchObject(scimError(501));
  expect(await idp.post('/Users', '{"userName": ')).toMatchObject(scimError(400, 'invalidSyntax'));
  expect(await idp.post('/Users', [])).toMatchObject(scimError(400, 'invalidSyntax'));
  expect(await idp.post('/Users', { schemas: ['urn:other'], userName: 'a@b.c' })).toMatchObject(
    scimError(400, 'invalidSyntax'),
  );
  const text = { 'content-type': 'text/plain' };
  expect(await client(application.url, '', token).post('//scim/v2/Users', 'x', text)).toMatchObject(scimError(415));
  expect(await idp.get('/ServiceProviderConfig?filter=a eq 1')).toMatchObject(scimError(403));
});

test.each([
  { userName: 'no address' },
  {},
  { userName: 7 },
  { userName: 'ＡＮＮ@example.com' },
  { userName: 'ok@example.com', active: 'perhaps' },
  { userName: 'ok@example.com', displayName: 'x'.repeat(201) },
  { userName: 'ok@example.com', displayName: 'two\nlines' },
  { userName: 'ok@example.com', externalId: 'x'.repeat(257) },
  { userName: 'ok@example.com', emails: [{ value: 'other@example.com', primary: true }] },
])('what is no person makes nobody (%#)', async (body) => {
  expect(await idp.post('/Users', body)).toMatchObject(scimError(400, 'invalidValue'));
});

test('what the server can do and what its resources are is told', async () => {
  const config = await idp.get('/ServiceProviderConfig');
  expect(config.body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    filter: { supported: true, maxResults: 200 },
    etag: { supported: true },
    sort: { supported: false },
    changePassword: { supported: false },
  });
  const types = await idp.get('/ResourceTypes');
  expect(types.body).toMatchObject({ totalResults: 2, Resources: [{ id: 'User' }, { id: 'Group' }] });
  const schema = (await idp.get('/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body;
  const of = Object.fromEntries(schema.attributes.map((each: Json) => [each.name, each]));
  expect(of.userName).toMatchObject({ mutability: 'immutable', required: true, uniqueness: 'server' });
  expect(of.emails).toMatchObject({ mutability: 'immutable', multiValued: true });
  expect(Object.keys(of).toSorted()).toEqual(['active', 'displayName', 'emails', 'externalId', 'userName']);
});

test('pages are counted from 1, whatever is asked', async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.push(await idp.newUser(`page-${n}@paging.example`));
  const page = async (more: string): Promise<Json> => (await ask('userName sw "page-"', more)).body;
  const all = (await idp.get('/Users?count=200')).body;
  const ids = (body: Json): string[] => body.Resources.map(({ id }: Json) => id);
  expect(ids(await page(''))).toEqual(made);
  expect(await page('&startIndex=3&count=2')).toMatchObject({ totalResults: 7, startIndex: 3, itemsPerPage: 2 });
  expect(ids(await page('&startIndex=3&count=2'))).toEqual(made.slice(2, 4));
  expect(await page('&startIndex=0&count=0')).toMatchObject({ totalResults: 7, startIndex: 1, Resources: [] });
  expect(await page('&startIndex=8')).toMatchObject({ totalResults: 7, itemsPerPage: 0 });
  expect((await ask('id pr', '&count=-1')).body.itemsPerPage).toBe(0);
  // Without a filter: one page after the other, and from the middle.
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= all.totalResults; startIndex += 3) {
    seen.push(...ids((await idp.get(`/Users?startIndex=${startIndex}&count=3`)).body));
  }
  expect(seen).toEqual(ids(all));
  expect(ids((await idp.get('/Users?startIndex=5&count=2')).body)).toEqual(ids(all).slice(4, 6));
  for (const bad of ['count=x', 'startIndex=1.5', 'count=1&count=2']) {
    expect(await idp.get(`/Users?${bad}`)).toMatchObject(scimError(400, 'invalidValue'));
  }
});

test('filters find by every operator, in any case, joined and negated', async () => {
  const id = await idp.newUser('filter@finding.example', { displayName: 'Ann Finder', externalId: 'Ext-1' });
  const found = async (filter: string): Promise<boolean> =>
    (await ask(filter)).body.Resources.some((each: Json) => each.id === id);
  for (const filter of [
    'userName eq "FILTER@finding.example"',
    'USERNAME EQ "filter@finding.example"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "filter@finding.example"',
    'emails.value eq "filter@finding.example"',
    'emails[type eq "work" and value co "@finding"]',
    'emails[type eq "work"].value eq "filter@finding.example"',
    'displayName co "finder" and active eq true',
    'displayName sw "ann" and not (displayName ew "x")',
    'externalId eq "Ext-1" or userName eq "nobody"',
    'meta.lastModified gt "2020-01-01T00:00:00Z"',
    'nickName ne "x" and externalId pr',
    `id eq "${id}" and userName eq "filter@finding.example"`,
  ]) {
    expect([filter, await found(filter)]).toEqual([filter, true]);
  }
  for (const filter of [
    'externalId eq "ext-1"',
    'active eq false',
    'nickName pr',
    'userName eq null',
    'title eq "x"',
  ]) {
    expect([filter, await found(filter)]).toEqual([filter, false]);
  }
});

test.each([
  'userName',
  'userName xx "a"',
  'userName eq "a" constructor eq "b"',
  'userName eq "a',
  `userName eq "${'\n'.repeat(40)}`,
  `${'('.repeat(30)}userName eq "a"${')'.repeat(30)}`.replaceAll('(', 'not ('),
  Array.from({ length: 101 }, () => 'a pr').join(' or '),
  'x'.repeat(2001),
])('a filter that is none or too much is refused at once (%#)', async (filter) => {
  const began = Date.now();
  expect(await ask(filter)).toMatchObject(scimError(400, 'invalidFilter'));
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('only what is asked for is told, and never without id', async () => {
  await idp.newUser('shown@showing.example');
  const show = async (more: string): Promise<Json> =>
    (await ask('userName eq "shown@showing.example"', more)).body.Resources[0];
  expect(Object.keys(await show('&attributes=userName')).toSorted()).toEqual(['id', 'schemas', 'userName']);
  expect(await show('&attributes=emails.value')).toMatchObject({ emails: [{ value: 'shown@showing.example' }] });
  expect((await show('&attributes=emails.value')).emails[0]).not.toHaveProperty('type');
  const without = await show('&excludedAttributes=id,displayName,EMAILS,meta.location');
  expect(Object.keys(without).toSorted()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
  expect(without.meta).not.toHaveProperty('location');
  expect(await idp.get('/Users?attributes=id&excludedAttributes=id')).toMatchObject(scimError(400, 'invalidValue'));
});

test('tags are weak: unchanged is not sent again, changed meanwhile is not overwritten', async () => {
  const id = await idp.newUser('tag@tagging.example');
  const first = await idp.get(`/Users/${id}`);
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toBe(first.body.meta.version);
  expect(tag).toMatch(/^W\/"\d+"$/);
  const same = await idp.get(`/Users/${id}`, { 'if-none-match': tag });
  expect(same).toMatchObject({ status: 304, text: '' });
  const rename = (name: string, ifMatch: string) =>
    idp.patch(`/Users/${id}`, operations({ op: 'replace', path: 'displayName', value: name }), { 'if-match': ifMatch });
  expect(await rename('One', tag)).toMatchObject({ status: 200 });
  expect(await rename('Two', tag)).toMatchObject(scimError(412));
  expect(await idp.delete(`/Users/${id}`, { 'if-match': tag })).toMatchObject(scimError(412));
  expect(await idp.get(`/Users/${id}`, { 'if-none-match': tag })).toMatchObject({ status: 200 });
  expect(await rename('Two', '*')).toMatchObject({ status: 200, body: { displayName: 'Two' } });
});

test.each([
  [{}, 'invalidSyntax'],
  [operations(), 'invalidSyntax'],
  [operations({ op: 'move', path: 'active' }), 'invalidSyntax'],
  [operations({ op: 'remove' }), 'noTarget'],
  [operations({ op: 'add', value: true }), 'invalidValue'],
  [operations({ op: 'add', path: 'displayName' }), 'invalidValue'],
  [operations({ op: 'add', path: '[]', value: 1 }), 'invalidPath'],
  [operations({ op: 'add', path: 'emails[type eq].value', value: 'x' }), 'invalidFilter'],
  [operations({ op: 'replace', path: 'active', value: 'maybe' }), 'invalidValue'],
  [operations(...Array.from({ length: 1001 }, () => ({ op: 'remove', path: 'title' }))), 'invalidValue'],
])('a PATCH that means nothing changes nothing (%#)', async (body, scimType) => {
  const found = await ask('userName eq "patched@patching.example"');
  const id = found.body.Resources[0]?.id ?? (await idp.newUser('patched@patching.example'));
  expect(await idp.patch(`/Users/${id}`, body)).toMatchObject(scimError(400, scimType));
});
