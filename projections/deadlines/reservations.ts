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
import { following, type Recorded } from '../../src/kernel/projector';
import { plusMinutes } from '../../src/kernel/time';
import type { DeadlineDocument, ReservedPlace } from './document';
import { sameIds } from './same-ids';

/** Longer than any request runs: by then nobody is on the way to finish the other half. */
const PATIENCE_MINUTES = 10;

type VaultFact = VaultMemberReserved | VaultMemberReleased;
type HostFact = HostMemberReserved | HostMemberReleased;
type AccountFact = HostAccountReserved | HostAccountReleased;
type IdentityFact = IdentityCreated | EnrollmentRequested | IdentityChanged | IdentityDeleted | IdentityUndeleted;
type Fact = VaultFact | HostFact | AccountFact | IdentityFact;

type Half = Pick<DeadlineDocument, 'organizationId' | 'identityId' | 'places' | 'hostIds'>;

const inVault = ({ data }: Recorded<VaultFact | IdentityFact>): ReservedPlace => ({
  in: 'vault',
  id: data.identityGroupId,
});

const onHost = ({ data }: Recorded<HostFact>): ReservedPlace => ({ in: 'host', id: data.hostId });

const ofAccount = ({ data, stream }: Recorded<AccountFact>): ReservedPlace => ({
  in: 'account',
  id: stream.slice(stream.indexOf('-') + 1),
  hostId: data.hostId,
});

const othersThan = ({ places = [] }: Half, place: ReservedPlace): readonly ReservedPlace[] =>
  places.filter((other) => other.in !== place.in || other.id !== place.id);

/** An identity's own fact: its place in the vault was taken before, even when that was long ago and forgotten here. */
const placesOf = ({ places: held = [] }: Half, fact: Recorded<IdentityFact>): readonly ReservedPlace[] =>
  held.some((place) => place.in === 'vault') ? held : [inVault(fact), ...held];

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

/** What a fact makes of the half that is known; it is forgotten when it is whole and there is nothing to hold. */
const putRight =
  <F extends Recorded<Fact>>(change: (half: Half, fact: F) => Half) =>
  (document: DeadlineDocument | undefined, fact: F, id: string): DeadlineDocument | undefined => {
    const { organizationId, identityId } = fact.data;
    const half = change({ organizationId, identityId, ...halfOf(document) }, fact);
    if (!isWhole(half)) {
      return { id, kind: 'reservation', dueAt: plusMinutes(fact.metadata.time, PATIENCE_MINUTES), ...half };
    }
    return (half.hostIds ?? []).length === 0 ? undefined : { id, kind: 'reservation', ...half };
  };

const reserved = <F extends Recorded<Fact>>(placeOf: (fact: F) => ReservedPlace) =>
  putRight((half, fact: F) => ({ ...half, places: [...othersThan(half, placeOf(fact)), placeOf(fact)] }));

const released = <F extends Recorded<Fact>>(placeOf: (fact: F) => ReservedPlace) =>
  putRight((half, fact: F) => ({ ...half, places: othersThan(half, placeOf(fact)) }));

const stated = putRight((half, fact: Recorded<IdentityCreated | EnrollmentRequested | IdentityChanged>) => ({
  ...half,
  places: placesOf(half, fact),
  hostIds: fact.data.hostIds,
}));

/** An identity and its reservations are kept by several streams; whatever half is left of a change is to be put right. */
export const reservations = following<DeadlineDocument, Fact>(({ data }) => [`reservation:${data.identityId}`], {
  'keyledger.vault-member-reserved.v1': reserved(inVault),
  'keyledger.vault-member-released.v1': released(inVault),
  'keyledger.host-member-reserved.v1': reserved(onHost),
  'keyledger.host-member-released.v1': released(onHost),
  'keyledger.host-account-reserved.v1': reserved(ofAccount),
  'keyledger.host-account-released.v1': released(ofAccount),
  'keyledger.identity-created.v1': stated,
  'keyledger.identity-enrollment-requested.v1': stated,
  'keyledger.identity-changed.v1': stated,
  'keyledger.identity-deleted.v1': putRight(({ hostIds: _, ...half }, fact) => ({
    ...half,
    places: placesOf(half, fact),
  })),
  'keyledger.identity-undeleted.v1': putRight((half, fact) => {
    const places = placesOf(half, fact);
    return { ...half, places, hostIds: places.filter((place) => place.in === 'host').map(({ id }) => id) };
  }),
});
