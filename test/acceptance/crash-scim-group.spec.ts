import { KilledServer } from '../support/application/killed-server';
import type { Json } from '../support/json';
import { operations, provider, type Provider } from '../support/scim/provider';

jest.setTimeout(300_000);

const COUNT = 2500;
const COMES = 'keyledger.idp-group-member-added.v1';
const GOES = 'keyledger.idp-group-member-removed.v1';

/** A group of more than one append holds, at a server that is killed between its appends. */
const killed = new KilledServer();
let token: string;
let group: string;
let people: readonly string[];

const idp = async (): Promise<Provider> =>
  provider((await killed.reachedBy('owner@example.com'))['KEYLEDGER_URL'] ?? '', token);

beforeAll(async () => {
  await killed.start();
  const owner = await killed.as('owner@example.com');
  ({ token } = await owner.ok('POST', '/scim-connections', { name: 'Entra' }));
  const entra = await idp();
  const made: string[] = [];
  const numbers = Array.from({ length: COUNT }, (_, n) => n).values();
  const make = async () => {
    for (const n of numbers) made.push(await entra.newUser(`p${n}@many.example`));
  };
  await Promise.all(Array.from({ length: 8 }, make));
  people = made.toSorted();
  group = await entra.newGroup('Everybody');
});
afterAll(() => killed.end());

const put = async (members: readonly string[]) =>
  (await idp()).put(`/Groups/${group}`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Everybody',
    members: members.map((value) => ({ value })),
  });
/** Killed, a server answers nothing. */
const putInVain = (ids: readonly string[]) =>
  put(ids).then(
    ({ status }) => `answered ${status}`,
    () => 'no answer',
  );
const idsIn = (body: Json): readonly string[] =>
  (body.members as Json[]).map(({ value }) => value as string).toSorted();
const members = async () => idsIn((await (await idp()).get(`/Groups/${group}`)).body);

test('all are put in, and the server is killed between: put in again, they are all there', async () => {
  killed.killAt(`before ${COMES} 3`);
  expect(await putInVain(people)).toBe('no answer');
  expect(await killed.died()).toBe('SIGKILL');
  await killed.start();
  expect(await members()).toHaveLength(2000);
  const again = await put(people);
  expect([again.status, idsIn(again.body)]).toEqual([200, people]);
  expect(await members()).toEqual(people);
  const same = await put(people);
  expect([same.status, same.body.meta.version]).toEqual([200, again.body.meta.version]);
});

test('half of them go, and the server is killed between: what was answered by nobody is asked again', async () => {
  const stay = people.slice(0, COUNT / 2);
  killed.killAt(`after ${GOES} 1`);
  expect(await putInVain(stay)).toBe('no answer');
  expect(await killed.died()).toBe('SIGKILL');
  await killed.start();
  expect(await members()).toHaveLength(COUNT - 1000);
  const again = await put(stay);
  expect([again.status, idsIn(again.body)]).toEqual([200, stay]);
});

test('many come by PATCH, which is answered when all are there', async () => {
  const come = people.slice(COUNT / 2).map((value) => ({ value }));
  const added = operations({ op: 'Add', path: 'members', value: come });
  expect((await (await idp()).patch(`/Groups/${group}`, added)).status).toBe(204);
  expect(await members()).toEqual(people);
});
