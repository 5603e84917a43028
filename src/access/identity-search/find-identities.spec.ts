import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { peopleOf } from '../../../test/support/streams/people';
import { tablesOf, type Row } from '../../../test/support/streams/tables';
import { digest, viewOf } from '../../../test/support/streams/view-of';
import { permissionsOf } from '../caller-permissions';
import { everyDocument } from './every-document';
import { findIdentities } from './find-identities';
import { SEARCHED, type FoundIdentity, type IdentityFilter } from './identity-filter';

const row = (id: string, more: object = {}): Row => ({
  id,
  identityGroupId: 'v',
  organizationId: 'o',
  state: 'active',
  name: id,
  open: false,
  openUntil: '',
  credentialType: 'password',
  rotationStatus: 'none',
  ...more,
});
const IDENTITIES = [
  row('api', { credentialType: 'api_key', rotationStatus: 'failed', nextRotationAt: NOW }),
  row('dead', { state: 'deleted' }),
  row('new', { state: 'enrolling', identityGroupId: 'w', organizationId: 'p' }),
  row('out', { open: true, openUntil: LATER }),
  row('over', { open: true, openUntil: NOW, nextRotationAt: EARLIER }),
];
const HOSTS = [
  { id: 'h1/api', hostId: 'h1', identityId: 'api' },
  { id: 'h1/out', hostId: 'h1', identityId: 'out' },
  { id: 'h2/new', hostId: 'h2', identityId: 'new' },
];
const searchOf = async (tables: Record<string, readonly Row[]>) => {
  const { models, asked } = tablesOf(tables);
  const view = viewOf(peopleOf({ ann: {} }), NOW);
  const rights = await permissionsOf(view, 'ann');
  if (rights === undefined) throw new Error('ann is nobody');
  return { search: { view, now: NOW, rights, models, digest }, asked };
};
const ids = (found: readonly FoundIdentity[]) => found.map(({ id }) => id);

test.each<[string, IdentityFilter, readonly string[]]>([
  ['nothing is said: those that are not deleted', {}, ['api', 'new', 'out', 'over']],
  ['the deleted ones', { state: 'deleted' }, ['dead']],
  ['those not confirmed yet', { state: 'enrolling' }, ['new']],
  ['of a vault', { identityGroupId: 'w' }, ['new']],
  ['of an organization', { organizationId: 'o' }, ['api', 'out', 'over']],
  ['on a host', { hostId: 'h1' }, ['api', 'out']],
  ['on a host that has none', { hostId: 'h3' }, []],
  ['of a type', { credentialType: 'api_key' }, ['api']],
  ['whose rotation stands so', { rotationStatus: 'failed' }, ['api']],
  ['due before a time, which itself is not before it', { dueBefore: NOW }, ['over']],
  ['due before a later time', { dueBefore: LATER }, ['api', 'over']],
  ['checked out: not one whose time is over', { checkedOut: true }, ['out']],
  ['not checked out: one whose time is over among them', { checkedOut: false }, ['api', 'new', 'over']],
  ['by a word', { q: 'ou' }, ['out']],
  ['by several at once', { hostId: 'h1', credentialType: 'password' }, ['out']],
])('identities are asked for, %s', async (_, filter, found) => {
  const { search } = await searchOf({ identities: IDENTITIES, host_members: HOSTS });
  expect(ids(await findIdentities(search, filter, [], { limit: 10 }))).toEqual(found);
});

test('what lies outside the caller’s scope is not found, and a page goes on behind the last', async () => {
  const { search } = await searchOf({ identities: IDENTITIES, host_members: HOSTS });
  const scope = [{ field: 'organizationId', in: ['o'] }];
  expect(ids(await findIdentities(search, {}, scope, { limit: 10 }))).toEqual(['api', 'out', 'over']);
  expect(ids(await findIdentities(search, {}, scope, { limit: 2 }))).toEqual(['api', 'out']);
  const after = { value: 'out', id: 'out' };
  expect(ids(await findIdentities(search, {}, scope, { limit: 2, after }))).toEqual(['over']);
});

test.each([0, 1, 999, 1000, 1001, 2500])('of %i documents each is found, a thousand at a time', async (n) => {
  const rows = Array.from({ length: n }, (_, i) => ({ id: String(i).padStart(5, '0'), of: 'x' }));
  const { search, asked } = await searchOf({ members: [...rows, { id: 'other', of: 'y' }] });
  const found = await everyDocument(search.models, 'members', [{ field: 'of', is: 'x' }]);
  expect(found).toEqual(rows);
  expect(asked).toHaveLength(Math.floor(n / 1000) + 1);
});

test('a search waits for every read model that it asks', () => {
  expect(SEARCHED.toSorted()).toEqual(
    ['identities', 'host_members', 'vaults', 'access', 'idp_members', 'access_requests'].toSorted(),
  );
});
