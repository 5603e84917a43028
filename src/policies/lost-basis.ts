import type { AccessGrantEvent } from '../domain/access-grants/events';
import type { AccountEvent } from '../domain/accounts/events';
import type { DamageEvent } from '../domain/damage/events';
import type { IdpGroupEvent, IdpUserEvent } from '../domain/directory/events';
import type { SupportAccessEvent } from '../domain/support-access/events';
import type { UserEvent } from '../domain/users/events';
import { entryOf } from '../kernel/entry-of';
import type { DomainEvent } from '../kernel/event';
import { ourStream } from '../kernel/facts/our-streams';
import type { Condition } from '../kernel/read-model';

type Fact =
  AccessGrantEvent | AccountEvent | DamageEvent | IdpGroupEvent | IdpUserEvent | SupportAccessEvent | UserEvent;
type Finder<T extends Fact['type']> = (data: Extract<Fact, { type: T }>['data']) => readonly Condition[] | undefined;

const ofUser = ({ userId }: { userId: string }): readonly Condition[] => [{ field: 'userId', is: userId }];
const ofIdpUser = ({ idpUserId }: { idpUserId: string }): readonly Condition[] => [
  { field: 'idpUserId', is: idpUserId },
];
const ofGrant = ({ grantId }: { grantId: string }): readonly Condition[] => [{ field: 'grantId', is: grantId }];
const inWindow = ({ windowId }: { windowId: string }): readonly Condition[] => [
  { field: 'supportWindowId', is: windowId },
];
/** A role may be anybody's. */
const everybody = (): readonly Condition[] => [];

/** Sessions that rest on a stream, by its category. What is passed over may have given a right as well as taken one. */
const ON_STREAM: Readonly<Record<string, (id: string) => readonly Condition[]>> = {
  account: everybody,
  directory: (idpUserId) => ofIdpUser({ idpUserId }),
  // Whose e-mail led to which record is known to nobody any more.
  directoryEmail: everybody,
  supportAccess: everybody,
  directoryGroup: (groupId) => [{ field: 'groupId', is: groupId }],
  user: (userId) => ofUser({ userId }),
  vaultAccess: (identityGroupId) => [{ field: 'identityGroupId', is: identityGroupId }],
};

const ofDamaged = ({ stream }: { stream: string }): readonly Condition[] | undefined => {
  const { category = '', id = '' } = ourStream(stream) ?? {};
  return entryOf(ON_STREAM, category)?.(id);
};

/** Facts that may take from a session what it rests on, and among which open sessions such a one is to be found. */
export const LOSSES: { readonly [T in Fact['type']]?: Finder<T> } = {
  'keyledger.grant-changed.v1': ofGrant,
  'keyledger.grant-revoked.v1': ofGrant,
  'keyledger.idp-group-member-removed.v1': ({ idpGroupId, idpUserId }) => [
    { field: 'groupId', is: idpGroupId },
    { field: 'idpUserId', is: idpUserId },
  ],
  'keyledger.idp-group-deleted.v1': ({ idpGroupId }) => [{ field: 'groupId', is: idpGroupId }],
  'keyledger.idp-user-changed.v1': ofIdpUser,
  'keyledger.idp-user-deleted.v1': ofIdpUser,
  'keyledger.user-switched-off.v1': ofUser,
  'keyledger.user-roles-assigned.v1': ofUser,
  'keyledger.user-linked.v1': ofUser,
  'keyledger.user-unlinked.v1': ofUser,
  'keyledger.owner-removed.v1': ofUser,
  'keyledger.owner-suspended.v1': ofUser,
  'keyledger.role-changed.v1': everybody,
  'keyledger.role-deleted.v1': everybody,
  'keyledger.support-access-disabled.v1': inWindow,
  'keyledger.support-access-expired.v1': inWindow,
  'keyledger.user-marked-as-support.v1': ofUser,
  'keyledger.stream-damage-settled.v1': ofDamaged,
};

/** Which open sessions a loss may touch; undefined: none. */
export const touchedBy = (event: DomainEvent): readonly Condition[] | undefined => {
  const find = LOSSES[event.type as Fact['type']] as ((data: object) => readonly Condition[] | undefined) | undefined;
  return find === undefined ? everybody() : find(event.data);
};
