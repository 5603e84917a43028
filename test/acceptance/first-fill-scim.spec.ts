import { fillingFirst, type FillingFirst } from '../support/application/filling-first';

let filling: FillingFirst;
beforeAll(async () => (filling = await fillingFirst()));
afterAll(() => filling.end());

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0';

test('an identity provider provisions while the read models are being filled', async () => {
  const { owner, tried } = filling;
  const { token } = await tried.done(owner, 'POST', '/scim-connections', { name: 'scim' });
  const scim = async (method: string, at: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const { status, body: answer } = await owner.send(method, `//scim/v2${at}`, body, headers);
    expect([method, at, status]).toEqual([method, at, method === 'POST' ? 201 : 200]);
    return answer;
  };
  const user = { schemas: [`${SCHEMA}:User`], userName: 'scim@example.com' };
  const { id } = await scim('POST', '/Users', { ...user, displayName: 'S' });
  expect(await scim('PUT', `/Users/${id}`, { ...user, displayName: 'T' })).toMatchObject({ displayName: 'T' });
  const operations = [{ op: 'replace', path: 'displayName', value: 'U' }];
  const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  expect(await scim('PATCH', `/Users/${id}`, patch)).toMatchObject({ displayName: 'U', userName: 'scim@example.com' });
  const group = { schemas: [`${SCHEMA}:Group`], members: [{ value: id }] };
  const made = await scim('POST', '/Groups', { ...group, displayName: 'G' });
  const renamed = await scim('PUT', `/Groups/${made.id}`, { ...group, displayName: 'H' });
  expect(renamed).toMatchObject({ displayName: 'H', members: [{ value: id }] });
});
