import { NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { hostAtWork } from '../../test/support/streams/hosts-at-work';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { grant, grantsOf, groupOf, recordOf } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import type { View } from '../kernel/stream-reader';
import { streamName } from '../kernel/fold';
import { isRefusal } from '../kernel/refusal';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { assertNotLost } from './not-lost';
import { liveGrants, requireVaultAccess, vaultAccessOf } from './vault-access';

const BASE: Streams = together(
  peopleOf({ olga: { owner: true }, adam: { admin: true }, ann: { here: ['pam_vaults.view'] } }, PLACES),
  recordOf('ann'),
  groupOf('g', ['ann']),
);
/** A view for which one stream is frozen. */
const frozen = (streams: Streams, name: string): View => {
  const view = viewOf(streams, NOW);
  return {
    ...view,
    load: (fold, id) =>
      streamName(fold.category, id) === name
        ? Promise.reject(new StreamUnreadable(name, 0, undefined, 'torn'))
        : view.load(fold, id),
  };
};
const WANTED = { vaultId: 'v', level: 'checkout', now: NOW } as const;
const BOTH = together(BASE, grantsOf(grant('a', { user: 'ann' }), grant('b', { group: 'g' })));
const BY_GROUP = together(BASE, grantsOf(grant('b', { group: 'g' })));

test('a group that is frozen keeps nobody out who has a grant of their own', async () => {
  const allowance = await requireVaultAccess(
    frozen(BOTH, 'directoryGroup-g'),
    digest,
    await rightsOf(BOTH, 'ann'),
    WANTED,
  );
  expect(isRefusal(allowance) ? allowance.code : allowance.evidence.grantId).toBe('a');
});

test('of who needs it nobody can say whether they may: that is told, and is no refusal', async () => {
  const view = frozen(BY_GROUP, 'directoryGroup-g');
  const ann = await rightsOf(BY_GROUP, 'ann');
  await expect(requireVaultAccess(view, digest, ann, WANTED)).rejects.toThrow(StreamUnreadable);
  await expect(liveGrants(view, 'v', 'p-ann', NOW)).rejects.toThrow(StreamUnreadable);
  await expect(liveGrants(frozen(BOTH, 'directoryGroup-g'), 'v', 'p-ann', NOW)).rejects.toThrow(StreamUnreadable);
  expect(await vaultAccessOf(view, digest, ann, 'v', NOW)).toBeUndefined();
});

test('a group that a grant names and of which nothing is left is damage, not absence', async () => {
  const lost = grantsOf(grant('b', { group: 'lost' }));
  const streams = together(BASE, lost);
  const ann = await rightsOf(streams, 'ann');
  await expect(requireVaultAccess(viewOf(streams, NOW), digest, ann, WANTED)).rejects.toThrow(
    'vaultAccess-v has it still',
  );
});

const vaultMember = {
  'vaultMembers-v': [fact('vault-member-reserved', { identityGroupId: 'v', organizationId: 'o', identityId: 'i' })],
};
type Kind = Parameters<typeof assertNotLost>[1];
test.each<[string, Kind, string, Streams, boolean]>([
  [
    'a vault that has grants',
    'vault',
    'x',
    { 'vaultAccess-x': [grant('a', { user: 'ann' }, { identityGroupId: 'x' })] },
    true,
  ],
  ['a vault that nothing names', 'vault', 'x', {}, false],
  ['a vault that is there', 'vault', 'v', grantsOf(grant('a', { user: 'ann' })), false],
  ['an owner', 'user', 'gone', { account: [fact('owner-added', { userId: 'gone' })] }, true],
  ['an admin', 'user', 'gone', { account: [fact('admin-added', { userId: 'gone' })] }, true],
  ['a user whom the account does not name', 'user', 'gone', {}, false],
  [
    'an organization that has a vault',
    'organization',
    'x',
    {
      'organizationMembers-x': [
        fact('organization-member-reserved', { organizationId: 'x', kind: 'vault', memberId: 'v' }),
      ],
    },
    true,
  ],
  ['an organization that nothing names', 'organization', 'x', {}, false],
  ['a host that is there', 'host', 'h', hostAtWork('h'), false],
  ['a host that nothing names', 'host', 'x', {}, false],
  ['a group that nothing names by itself', 'idpGroup', 'x', {}, false],
  ['a record that nothing names by itself', 'idpUser', 'x', {}, false],
])('what another stream names and has left no fact is lost: %s', async (_, kind, id, more, lost) => {
  const told: StreamUnreadable[] = [];
  const view = { ...viewOf(together(BASE, more), NOW), onLost: (error: StreamUnreadable) => void told.push(error) };
  const asserted = assertNotLost(view, kind, id);
  if (lost) await expect(asserted).rejects.toThrow(StreamUnreadable);
  else await expect(asserted).resolves.toBeUndefined();
  expect(told).toHaveLength(lost ? 1 : 0);
});

test.each<[Kind, string]>([
  ['identity', 'i'],
  ['session', 'i.s'],
  ['job', 'i.j'],
  ['accessRequest', 'i.r'],
])('an identity whose vault has it still is lost, asked for by its %s', async (kind, id) => {
  const streams = together(BASE, vaultMember);
  const stored = { ...viewOf(streams, NOW), vaultOf: async () => 'v' };
  await expect(assertNotLost(stored, kind, id)).rejects.toThrow('vaultMembers-v has it still');
  await expect(assertNotLost(viewOf(streams, NOW), kind, id)).resolves.toBeUndefined();
  await expect(assertNotLost({ ...stored, vaultOf: async () => undefined }, kind, id)).resolves.toBeUndefined();
  await expect(assertNotLost({ ...viewOf(BASE, NOW), vaultOf: async () => 'v' }, kind, id)).resolves.toBeUndefined();
});

test('what is settled is not told to be lost again', async () => {
  const account = { account: [fact('owner-added', { userId: 'gone' })] };
  const view = viewOf(together(BASE, account), NOW);
  const settled: View = { ...view, load: async (fold, id) => ({ ...(await view.load(fold, id)), settled: true }) };
  await expect(assertNotLost(settled, 'user', 'gone')).resolves.toBeUndefined();
});
