import type { AccessGrantEvent, Grant } from '../../../src/domain/access-grants/events';
import type { AccountEvent } from '../../../src/domain/accounts/events';
import type { IdpEmailEvent, IdpGroupEvent, IdpUserEvent } from '../../../src/domain/directory/events';
import type { UserEvent } from '../../../src/domain/users/events';
import { digest, type Streams } from './view-of';

export const NOW = '2026-03-01T12:00:00.000Z';
export const EARLIER = '2026-02-28T12:00:00.000Z';
export const LATER = '2026-03-02T12:00:00.000Z';
export const LATEST = '2026-03-03T12:00:00.000Z';

/** What there is in the fixture of a specification about access to vault `v` of organization `o`. */
export interface AVault {
  readonly grants?: readonly (Partial<Grant> & { readonly grantId: string })[];
  /** Ann's user record is switched off. */
  readonly switchedOff?: boolean;
  readonly owner?: boolean;
  /** Organization in which Ann holds `pam_vaults.view`; default `o`, none: null. */
  readonly viewIn?: string | null;
  /** Ann's record in the directory. */
  readonly person?: 'active' | 'inactive' | 'deleted' | 'none';
  /** Ann is in the group. */
  readonly member?: boolean;
  readonly groupDeleted?: boolean;
}

const account = ({ owner = false }: AVault): readonly AccountEvent[] => [
  { type: 'keyledger.role-created.v1', data: { roleId: 'viewer', name: 'Viewer', permissions: ['pam_vaults.view'] } },
  ...(owner ? [{ type: 'keyledger.owner-added.v1' as const, data: { userId: 'ann', email: 'Ann@Example.com' } }] : []),
];

const user = ({ switchedOff = false, viewIn = 'o' }: AVault): readonly UserEvent[] => [
  {
    type: 'keyledger.user-created.v1',
    data: { userId: 'ann', email: 'Ann@Example.com', support: false, createdAt: EARLIER },
  },
  ...(viewIn === null
    ? []
    : [
        {
          type: 'keyledger.user-roles-assigned.v1' as const,
          data: { userId: 'ann', roles: [{ roleId: 'viewer', organizationId: viewIn }] },
        },
      ]),
  ...(switchedOff ? [{ type: 'keyledger.user-switched-off.v1' as const, data: { userId: 'ann' } }] : []),
];

const person = ({ person: state = 'active' }: AVault): readonly IdpUserEvent[] => {
  const data = { idpUserId: 'p-ann', email: 'ann@example.com', displayName: 'Ann' };
  const created: IdpUserEvent = { type: 'keyledger.idp-user-created.v1', data: { ...data, active: true } };
  const then: Record<typeof state, readonly IdpUserEvent[]> = {
    none: [],
    active: [created],
    inactive: [
      created,
      { type: 'keyledger.idp-user-changed.v1', data: { idpUserId: 'p-ann', displayName: 'Ann', active: false } },
    ],
    deleted: [
      created,
      { type: 'keyledger.idp-user-deleted.v1', data: { idpUserId: 'p-ann', email: 'ann@example.com' } },
    ],
  };
  return then[state];
};

const email = ({ person: state = 'active' }: AVault): readonly IdpEmailEvent[] =>
  state === 'none' || state === 'deleted'
    ? []
    : [{ type: 'keyledger.idp-email-claimed.v1', data: { idpUserId: 'p-ann' } }];

const group = ({ member = false, groupDeleted = false }: AVault): readonly IdpGroupEvent[] => [
  { type: 'keyledger.idp-group-created.v1', data: { idpGroupId: 'g', name: 'Operators' } },
  ...(member
    ? [{ type: 'keyledger.idp-group-member-added.v1' as const, data: { idpGroupId: 'g', idpUserId: 'p-ann' } }]
    : []),
  ...(groupDeleted ? [{ type: 'keyledger.idp-group-deleted.v1' as const, data: { idpGroupId: 'g' } }] : []),
];

const grants = ({ grants: given = [] }: AVault): readonly AccessGrantEvent[] =>
  given.map((grant) => ({
    type: 'keyledger.grant-given.v1',
    data: {
      organizationId: 'o',
      identityGroupId: 'v',
      principalType: 'user',
      principalId: 'p-ann',
      level: 'checkout',
      ...grant,
      grantedBy: 'm',
      createdAt: EARLIER,
    },
  }));

/** The streams of Ann, who signs in as Ann@Example.com, her directory record `p-ann`, group `g` and vault `v`. */
export const streamsOf = (fixture: AVault): Streams => ({
  account: account(fixture),
  'user-ann': user(fixture),
  'directory-p-ann': person(fixture),
  [`directoryEmail-${digest.of('ann@example.com')}`]: email(fixture),
  'directoryGroup-g': group(fixture),
  'vaultAccess-v': grants(fixture),
});
