import type {
  HostAccountReleased,
  HostAccountReserved,
  HostMemberReleased,
  HostMemberReserved,
} from '../../src/domain/hosts/events';
import type {
  IdentityChanged,
  IdentityCreated,
  IdentityDeleted,
  EnrollmentRequested,
  IdentityUndeleted,
} from '../../src/domain/identities/events';
import type { VaultMemberReleased, VaultMemberReserved } from '../../src/domain/vault-members/events';
import { plusMinutes } from '../../src/kernel/time';
import type { Agenda } from './agenda';
import type { DeadlineDocument, ReservedPlace } from './document';
import { sameIds } from './same-ids';

/** Longer than any request runs: by then nobody is on the way to finish the other half. */
const PATIENCE_MINUTES = 10;

type PlaceFact =
  | VaultMemberReserved
  | VaultMemberReleased
  | HostMemberReserved
  | HostMemberReleased
  | HostAccountReserved
  | HostAccountReleased;
type IdentityFact = IdentityCreated | EnrollmentRequested | IdentityChanged | IdentityDeleted | IdentityUndeleted;
type Fact = PlaceFact | IdentityFact;

type Half = Pick<DeadlineDocument, 'organizationId' | 'identityId' | 'places' | 'hostIds'>;

const placeOf = (fact: PlaceFact, stream: string): ReservedPlace => {
  switch (fact.type) {
    case 'keyledger.vault-member-reserved.v1':
    case 'keyledger.vault-member-released.v1':
      return { in: 'vault', id: fact.data.identityGroupId };
    case 'keyledger.host-member-reserved.v1':
    case 'keyledger.host-member-released.v1':
      return { in: 'host', id: fact.data.hostId };
    default:
      return { in: 'account', id: stream.slice(stream.indexOf('-') + 1), hostId: fact.data.hostId };
  }
};

const isPlace = (fact: Fact): fact is PlaceFact =>
  fact.type.endsWith('-reserved.v1') || fact.type.endsWith('-released.v1');

const withPlace = (half: Half, fact: PlaceFact, stream: string): Half => {
  const place = placeOf(fact, stream);
  const others = (half.places ?? []).filter((other) => other.in !== place.in || other.id !== place.id);
  return { ...half, places: fact.type.endsWith('-reserved.v1') ? [...others, place] : others };
};

/** An identity's own fact: its place in the vault was taken before, even when that was long ago and forgotten here. */
const withHosts = ({ hostIds: _, ...half }: Half, fact: IdentityFact): Half => {
  const held = half.places ?? [];
  const vault: ReservedPlace = { in: 'vault', id: fact.data.identityGroupId };
  const places = held.some((place) => place.in === 'vault') ? held : [vault, ...held];
  switch (fact.type) {
    case 'keyledger.identity-deleted.v1':
      return { ...half, places };
    case 'keyledger.identity-undeleted.v1':
      return { ...half, places, hostIds: places.filter((place) => place.in === 'host').map(({ id }) => id) };
    default:
      return { ...half, places, hostIds: fact.data.hostIds };
  }
};

const halfOf = ({ places, hostIds }: Partial<DeadlineDocument> = {}): Pick<Half, 'places' | 'hostIds'> => ({
  ...(places === undefined ? {} : { places }),
  ...(hostIds === undefined ? {} : { hostIds }),
});

/** Does the identity hold what it names and nothing else? One account a host. */
const isWhole = ({ hostIds, places = [] }: Half): boolean => {
  const held = (kind: ReservedPlace['in']) => places.filter((place) => place.in === kind);
  return hostIds === undefined
    ? places.length === 0
    : held('vault').length === 1 &&
        sameIds(
          held('host').map(({ id }) => id),
          hostIds,
        ) &&
        sameIds(
          held('account').map(({ hostId }) => hostId ?? ''),
          hostIds,
        );
};

/** An identity and its reservations are kept by several streams; whatever half is left of a change is to be put right. */
export const reservations: Agenda<Fact> = {
  types: [
    'keyledger.vault-member-reserved.v1',
    'keyledger.vault-member-released.v1',
    'keyledger.host-member-reserved.v1',
    'keyledger.host-member-released.v1',
    'keyledger.host-account-reserved.v1',
    'keyledger.host-account-released.v1',
    'keyledger.identity-created.v1',
    'keyledger.identity-enrollment-requested.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-undeleted.v1',
  ],
  id: ({ data }) => `reservation:${data.identityId}`,
  next: (document, fact, id, at, stream) => {
    const { organizationId, identityId } = fact.data;
    const before: Half = { organizationId, identityId, ...halfOf(document) };
    const half = isPlace(fact) ? withPlace(before, fact, stream) : withHosts(before, fact);
    if (!isWhole(half)) {
      return { id, kind: 'reservation', dueAt: plusMinutes(at, PATIENCE_MINUTES), ...half };
    }
    return (half.hostIds ?? []).length === 0 ? undefined : { id, kind: 'reservation', ...half };
  },
};
