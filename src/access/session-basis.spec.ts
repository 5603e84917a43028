import { LATER, LATEST, NOW, streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { digest, viewOf } from '../../test/support/streams/view-of';
import type { Evidence } from '../domain/identities/events';
import { streamName } from '../kernel/fold';
import type { View } from '../kernel/stream-reader';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { basisOf, type Basis } from './session-basis';

const vault = { organizationId: 'o', vaultId: 'v' };
const own: Evidence = { ownerBypass: false, grantId: 'a', idpUserId: 'p-ann' };
const group: Evidence = { ...own, groupId: 'g' };
const bypass: Evidence = { ownerBypass: true };
const grant = { grantId: 'a' };
const groupGrant = { grantId: 'a', principalType: 'group', principalId: 'g' } as const;
const STANDS: Basis = { stands: true };
const TAKEN: Basis = { stands: false, endedBy: 'grant_revoked' };
const OVER: Basis = { stands: false, endedBy: 'expiry' };

test.each<[string, AVault, Evidence, Basis]>([
  ['her grant stands', { grants: [grant] }, own, STANDS],
  ['her grant ends later', { grants: [{ ...grant, expiresAt: LATER }] }, own, { stands: true, until: LATER }],
  ['her group has it still', { grants: [groupGrant], member: true }, group, STANDS],
  ['she is an owner still', { owner: true }, bypass, STANDS],
  ['the grant ran out', { grants: [{ ...grant, expiresAt: NOW }] }, own, OVER],
  ['the grant is gone', {}, own, TAKEN],
  ['the grant is gone, another would do', { grants: [{ grantId: 'b', expiresAt: LATEST }] }, own, TAKEN],
  ['the grant was lowered', { grants: [{ ...grant, level: 'view_credentials' }] }, own, TAKEN],
  ['she left the group', { grants: [groupGrant] }, group, TAKEN],
  ['the group is deleted', { grants: [groupGrant], member: true, groupDeleted: true }, group, TAKEN],
  ['her record is inactive', { grants: [grant], person: 'inactive' }, own, TAKEN],
  ['her record is deleted', { grants: [grant], person: 'deleted' }, own, TAKEN],
  ['she lost the permission', { grants: [grant], viewIn: null }, own, TAKEN],
  ['she holds the permission elsewhere', { grants: [grant], viewIn: 'other' }, own, TAKEN],
  ['she is switched off', { grants: [grant], switchedOff: true }, own, TAKEN],
  ['she is no owner any more', { grants: [grant] }, bypass, TAKEN],
  ['an owner is switched off', { owner: true, switchedOff: true }, bypass, TAKEN],
  ['the evidence names no grant', { grants: [grant] }, { ownerBypass: false, idpUserId: 'p-ann' }, TAKEN],
])('a session when %s', async (_, fixture, evidence, basis) => {
  const view = viewOf(streamsOf(fixture));
  expect(await basisOf(view, digest, { userId: 'ann', evidence, breakGlass: false }, vault, NOW)).toStrictEqual(basis);
});

const frozen = (fixture: AVault, name: string): View => {
  const view = viewOf(streamsOf(fixture));
  const load: View['load'] = (fold, id) =>
    streamName(fold.category, id) === name
      ? Promise.reject(new StreamUnreadable(name, 0, undefined, 'torn'))
      : view.load(fold, id);
  return { ...view, load };
};
const RECORD = `directoryEmail-${digest.of('ann@example.com')}`;

/** What is known to be gone ends it; what can't be read keeps nothing alive. */
test.each<[string, string, AVault, Evidence, Basis]>([
  ['her user', 'user-ann', {}, own, TAKEN],
  ['her user', 'user-ann', { grants: [{ ...grant, expiresAt: NOW }] }, own, OVER],
  ['her user', 'user-ann', { grants: [groupGrant] }, group, TAKEN],
  ['the account', 'account', {}, own, TAKEN],
  ['her record', RECORD, {}, own, TAKEN],
  ['her record', RECORD, { grants: [groupGrant] }, group, TAKEN],
  ['her group', 'directoryGroup-g', { grants: [{ ...groupGrant, expiresAt: NOW }], member: true }, group, OVER],
  ['the grants', 'vaultAccess-v', { person: 'deleted' }, own, TAKEN],
  ['the grants', 'vaultAccess-v', { switchedOff: true }, own, TAKEN],
  ['the grants', 'vaultAccess-v', {}, group, TAKEN],
])(
  'a session when %s (%s) can not be read, and something else it rests on is gone',
  async (_, name, fixture, evidence, basis) => {
    const session = { userId: 'ann', evidence, breakGlass: false };
    expect(await basisOf(frozen(fixture, name), digest, session, vault, NOW)).toStrictEqual(basis);
  },
);

test.each(['user-ann', 'account', RECORD, 'vaultAccess-v', 'directoryGroup-g'])(
  'a session of which nothing is known to be gone, and %s can not be read, is judged once it can',
  async (name) => {
    const session = { userId: 'ann', evidence: group, breakGlass: false };
    const judged = basisOf(frozen({ grants: [groupGrant], member: true }, name), digest, session, vault, NOW);
    await expect(judged).rejects.toThrow(StreamUnreadable);
  },
);
