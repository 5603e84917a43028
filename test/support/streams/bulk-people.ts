import { EARLIER } from './a-vault';
import { identityCheckedOut, identityCreated } from './an-identity-made';
import { fact } from './ground-of';
import { peopleOf, PLACES } from './people';
import type { Streams } from './view-of';

const MANAGES = ['pam_vaults.manage'] as const;
const inSecondPlace = [
  { roleId: 'both-o', organizationId: 'o' },
  { roleId: 'both-o', organizationId: 'p' },
];

const letIn = (expiresAt: string) =>
  fact('support-access-enabled', {
    organizationId: 'o',
    windowId: 'w',
    reason: 'help',
    enabledBy: 'owner',
    enabledAt: EARLIER,
    expiresAt,
  });

/** Who asks for many things at once, of organizations `o`, `p` and `q`, with vaults `v`, `w` and `x`: support is let into `o`. */
export const ASKING: Streams = peopleOf(
  {
    owner: { owner: true },
    admin: { admin: true },
    manager: { here: MANAGES },
    both: { here: MANAGES },
    viewer: { here: ['pam_vaults.view'] },
    support: { support: true, everywhere: MANAGES },
    robot: { machine: true, here: MANAGES },
    off: { off: true, everywhere: MANAGES },
    stranger: {},
  },
  {
    ...PLACES,
    'organization-q': [
      fact('organization-created', {
        organizationId: 'q',
        name: 'Quiet',
        settings: { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false },
        createdAt: EARLIER,
      }),
    ],
    'vault-x': [fact('vault-created', { identityGroupId: 'x', organizationId: 'q', name: 'X', createdAt: EARLIER })],
    ...Object.fromEntries(
      ['o', 'p'].map((organizationId) => [
        `organization-${organizationId}`,
        [
          ...(PLACES[`organization-${organizationId}`] ?? []),
          fact('organization-secret-set', { organizationId, secretVersion: 1 }),
        ],
      ]),
    ),
    'user-both': [fact('user-roles-assigned', { userId: 'both', roles: inSecondPlace })],
    supportAccess: [letIn('2027-01-01T00:00:00.000Z')],
  },
);

/** The first fact of an identity. */
export const madeIn = (identityId: string, organizationId: string, identityGroupId: string) =>
  identityCreated({ identityId, organizationId, identityGroupId });

/** Somebody has taken an identity out as its owner, by the session `<identity>.s`. */
export const takenOut = (identityId: string, organizationId: string, identityGroupId: string, userId: string) =>
  identityCheckedOut({ identityId, organizationId, identityGroupId }, `${identityId}.s`, userId, {
    ownerBypass: true,
    evidence: { ownerBypass: true },
    checkedOutAt: '2026-03-01T11:30:00.000Z',
    expiresAt: '2026-03-01T12:30:00.000Z',
  });
