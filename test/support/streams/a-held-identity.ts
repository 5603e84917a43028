import { plusMinutes } from '../../../src/kernel/time';
import { EARLIER, NOW } from './a-vault';
import { identityCheckedOut, identityCreated } from './an-identity-made';
import { fact } from './ground-of';
import { peopleOf, PLACES, type APerson } from './people';
import { recordOf } from './reach';
import type { Streams } from './view-of';

/** An identity `i` in vault `v` of organization `o`, which ann holds by session `i.s` for another half hour; bob could. */
export const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
export const HELD_UNTIL = plusMinutes(NOW, 30);
export const HELD_SINCE = plusMinutes(NOW, -30);

export const grantOf = (name: string, more: object = {}) =>
  fact('grant-given', {
    organizationId: 'o',
    identityGroupId: 'v',
    grantId: `g-${name}`,
    principalType: 'user',
    principalId: `p-${name}`,
    level: 'checkout',
    grantedBy: 'm',
    createdAt: EARLIER,
    ...more,
  });

export const MADE = identityCreated(subject, { name: 'root' });
const out = identityCheckedOut(subject, 'i.s', 'ann', {
  evidence: { ownerBypass: false, grantId: 'g-ann', idpUserId: 'p-ann' },
  checkedOutAt: HELD_SINCE,
  expiresAt: HELD_UNTIL,
});

const view: APerson = { here: ['pam_vaults.view'] };

export const HELD: Streams = peopleOf(
  { ann: view, bob: view, cid: view, manager: { here: ['pam_vaults.manage'] }, stranger: {} },
  {
    ...PLACES,
    ...recordOf('ann'),
    ...recordOf('bob'),
    ...recordOf('cid'),
    'vaultAccess-v': [grantOf('ann'), grantOf('bob')],
    'identity-i': [MADE, out],
  },
);
