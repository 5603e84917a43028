import { LATER, LATEST, NOW, streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { digest, viewOf } from '../../test/support/streams/view-of';
import type { Evidence } from '../domain/identities/events';
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
