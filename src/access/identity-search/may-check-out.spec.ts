import { MADE, subject } from '../../../test/support/streams/a-held-identity';
import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { asked, checkedOut } from '../../../test/support/streams/asked-act';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { grant, grantsOf, groupOf, guardedBy, recordOf, SECRET } from '../../../test/support/streams/reach';
import { tablesOf, type Row } from '../../../test/support/streams/tables';
import { together } from '../../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../../test/support/streams/view-of';
import type { View } from '../../kernel/stream-reader';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { plusDays } from '../../kernel/time';
import { permissionsOf } from '../caller-permissions';
import { findIdentities } from './find-identities';
import { mayCheckOut } from './may-check-out';
import { whereItMayBe } from './where-it-may-be';

const identityOf = (id: string, ...more: Streams[string]): Streams => ({
  [`identity-${id}`]: [{ ...MADE, data: { ...MADE.data, identityId: id } } as typeof MADE, ...more],
});
const BASE: Streams = together(
  peopleOf({ ann: { here: ['pam_vaults.view'] }, olga: { owner: true }, new: { here: ['pam_vaults.view'] } }, PLACES),
  SECRET,
  recordOf('ann'),
  groupOf('g', ['ann']),
);
const GRANTED = together(BASE, grantsOf(grant('a', { user: 'ann' })));
const searchOf = async (streams: Streams, who = 'ann', tables: Record<string, readonly Row[]> = {}, view?: View) => {
  const seen = view ?? viewOf(streams, NOW);
  const rights = await permissionsOf(viewOf(streams, NOW), who);
  if (rights === undefined) throw new Error(`${who} is nobody`);
  const { models, asked: questions } = tablesOf(tables);
  return { search: { view: seen, now: NOW, rights, models, digest }, questions };
};
const may = async (streams: Streams, who = 'ann') => mayCheckOut((await searchOf(streams, who)).search, { id: 'i' });

const shared = fact('identity-changed', {
  ...subject,
  ...(MADE.data as object),
  allowConcurrentCheckout: true,
  maxConcurrentSessions: 1,
});
test.each<[string, Streams, boolean]>([
  ['with a grant', together(GRANTED, identityOf('i')), true],
  ['without one', together(BASE, identityOf('i')), false],
  [
    'with one that ends now',
    together(BASE, grantsOf(grant('a', { user: 'ann' }, { expiresAt: NOW })), identityOf('i')),
    false,
  ],
  [
    'with one below checkout',
    together(BASE, grantsOf(grant('a', { user: 'ann' }, { level: 'view_credentials' })), identityOf('i')),
    false,
  ],
  ['while somebody else holds it, which passes', together(GRANTED, identityOf('i', checkedOut('i.s', 'bob'))), true],
  [
    'while as many as may share it, which passes',
    together(GRANTED, identityOf('i', shared, checkedOut('i.s', 'bob', { exclusive: false }))),
    true,
  ],
  [
    'when it is deleted',
    together(GRANTED, identityOf('i', fact('identity-deleted', { ...subject, deletedAt: EARLIER }))),
    false,
  ],
  ['when it never was', GRANTED, false],
  ['where approval is asked for and was not given', together(GRANTED, guardedBy(1, []), identityOf('i')), false],
  ['where it was', together(GRANTED, guardedBy(0, []), identityOf('i', asked('i.r', 'ann'))), true],
])('what somebody may check out: %s', async (_, streams, allowed) => {
  expect(await may(streams)).toBe(allowed);
});

test('a grant that is over by the time of the identity’s last fact allows nothing, whatever a clock says', async () => {
  const late = {
    ...fact('identity-changed', { ...(MADE.data as object), ...subject }),
    metadata: { time: LATER },
  } as never;
  const ends = grantsOf(grant('a', { user: 'ann' }, { expiresAt: LATER }));
  expect(await may(together(BASE, ends, identityOf('i')))).toBe(true);
  expect(await may(together(BASE, ends, identityOf('i', late)))).toBe(false);
});

test('what can not be read is not told to be allowed; any other failure is told', async () => {
  const failing = (error: Error): View => ({ ...viewOf(GRANTED, NOW), load: () => Promise.reject(error) });
  const search = async (error: Error) => (await searchOf(GRANTED, 'ann', {}, failing(error))).search;
  const torn = new StreamUnreadable('identity-i', 0, undefined, 'torn');
  expect(await mayCheckOut(await search(torn), { id: 'i' })).toBe(false);
  await expect(mayCheckOut(await search(new Error('away')), { id: 'i' })).rejects.toThrow('away');
});

const access = (id: string, principalId: string, more: object = {}): Row => ({
  id,
  identityGroupId: `v-${id}`,
  principalId,
  level: 'checkout',
  ...more,
});
const TABLES = {
  idp_members: [
    { id: 'm', idpUserId: 'p-ann', idpGroupId: 'g' },
    { id: 'n', idpUserId: 'p-bob', idpGroupId: 'x' },
  ],
  access: [
    access('own', 'p-ann'),
    access('again', 'p-ann', { identityGroupId: 'v-own' }),
    access('group', 'g'),
    access('low', 'p-ann', { level: 'view_credentials' }),
    access('over', 'p-ann', { expiresAt: EARLIER }),
    access('now', 'p-ann', { expiresAt: NOW }),
    access('later', 'p-ann', { expiresAt: LATER }),
    access('bob', 'p-bob'),
    access('x', 'x'),
  ],
  vaults: [
    { id: 'plain', approval: false },
    { id: 'guarded', approval: true },
  ],
  access_requests: [
    { id: '1', userId: 'ann', identityId: 'i', createdAt: plusDays(NOW, -2), status: 'approved' },
    { id: '2', userId: 'ann', identityId: 'i', createdAt: NOW, status: 'used' },
    { id: '3', userId: 'ann', identityId: 'j', createdAt: NOW, status: 'used' },
    { id: '4', userId: 'ann', identityId: 'k', createdAt: NOW, status: 'pending' },
    { id: '5', userId: 'ann', identityId: 'l', createdAt: plusDays(NOW, -3), status: 'approved' },
    { id: '6', userId: 'bob', identityId: 'm', createdAt: NOW, status: 'approved' },
  ],
};
const vaults = ['v-own', 'v-group', 'v-later', 'v-now'];
test('it is looked for where a grant gives checkouts, and under approval only what was asked for of late', async () => {
  const { search } = await searchOf(BASE, 'ann', TABLES);
  const [plain, guarded] = await whereItMayBe(search);
  expect(plain).toEqual([
    { field: 'identityGroupId', in: vaults },
    { field: 'identityGroupId', notIn: ['guarded'] },
  ]);
  expect(guarded).toEqual([
    { field: 'identityGroupId', in: vaults },
    { field: 'identityGroupId', in: ['guarded'] },
    { field: 'id', in: ['i', 'j'] },
  ]);
});

test.each<[string, string, Record<string, readonly Row[]>, unknown]>([
  ['an owner, who needs no grant: anywhere', 'olga', { ...TABLES, vaults: [] }, [[]]],
  ['who is mapped to nobody: nowhere', 'new', { ...TABLES, vaults: [] }, [[{ field: 'identityGroupId', in: [] }]]],
  ['where no vault asks for approval', 'ann', { ...TABLES, vaults: [] }, [[{ field: 'identityGroupId', in: vaults }]]],
])('it is looked for: %s', async (_, who, tables, places) => {
  expect(await whereItMayBe((await searchOf(BASE, who, tables)).search)).toEqual(places);
});

const numbers = Array.from({ length: 130 }, (_, n) => String(n).padStart(3, '0'));
const isMine = (id: string) => Number(id) % 3 === 0;
const found = (id: string): Row => ({
  id,
  identityGroupId: isMine(id) ? 'v' : 'w',
  organizationId: 'o',
  state: 'active',
});
test.each<[number, string | undefined]>([
  [1, undefined],
  [20, undefined],
  [20, '030'],
  [43, undefined],
  [44, undefined],
  [200, undefined],
])('a page is full as long as there is more that may be checked out: %i after %s', async (limit, after) => {
  const streams = together(GRANTED, ...numbers.filter(isMine).map((id) => identityOf(id)));
  const tables = {
    identities: numbers.map(found),
    access: [access('a', 'p-ann', { identityGroupId: 'v' }), access('b', 'p-ann', { identityGroupId: 'w' })],
  };
  const { search } = await searchOf(streams, 'ann', tables);
  const page = { limit, ...(after === undefined ? {} : { after: { value: after, id: after } }) };
  const all = numbers.filter(isMine).filter((id) => after === undefined || id > after);
  const told = await findIdentities(search, { mayCheckOut: true }, [], page);
  expect(told.map(({ id }) => id)).toEqual(all.slice(0, limit));
});

test('what lies under approval and what does not come in one order', async () => {
  const streams = together(GRANTED, ...['1', '2', '3'].map((id) => identityOf(id)));
  const rows = ['1', '2', '3'].map((id): Row => ({
    id,
    identityGroupId: id === '2' ? 'guarded' : 'v',
    organizationId: 'o',
    state: 'active',
  }));
  const tables = {
    identities: rows,
    access: [access('a', 'p-ann', { identityGroupId: 'v' }), access('b', 'p-ann', { identityGroupId: 'guarded' })],
    vaults: [{ id: 'guarded', approval: true }],
    access_requests: [{ id: 'r', userId: 'ann', identityId: '2', createdAt: NOW, status: 'approved' }],
  };
  const { search } = await searchOf(streams, 'ann', tables);
  const page = async (limit: number) =>
    (await findIdentities(search, { mayCheckOut: true }, [], { limit })).map(({ id }) => id);
  expect(await page(10)).toEqual(['1', '2', '3']);
  expect(await page(2)).toEqual(['1', '2']);
});
