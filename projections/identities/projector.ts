import type {
  EnrollmentRequested,
  IdentityChanged,
  IdentityCreated,
  IdentityEvent,
  SessionExtended,
  SessionShortened,
} from '../../src/domain/identities/events';
import type { JobEvent } from '../../src/domain/jobs/events';
import type { VersionDiscarded } from '../../src/domain/values/events';
import { following, streamOfIdentityIn, type Projector, type Recorded } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { withoutUpTo, withUpgraded } from '../../src/kernel/value-schemes';
import { IDENTITIES, type IdentityDocument } from './document';
import { filtered, type Known } from './filtered';
import { onHosts, orphaned, shared, withoutPossible } from './on-hosts';
import { rotated, type RotationFact } from './rotation';
import { firstStored, servedAs, withoutSchemeOf, withSchemes } from './schemes';
import { admitted, vouchedFor, withheldThere } from './withheld-on-hosts';
import { canonicalJson } from '../../src/kernel/facts/canonical-json';

type Changed = IdentityChanged['data'];

const created = ({ data }: Pick<IdentityCreated, 'data'>): Omit<Known, 'revision'> => {
  const { identityId: id, agents: _, typedBy: __, scheme, ...rest } = data;
  const stored = firstStored(rest.credentialVersion, scheme);
  return {
    id,
    ...rest,
    ...stored,
    state: 'active',
    hosts: {},
    openSessions: [],
    rotation: { status: 'none' },
    history: [],
  };
};

const enrolling = ({ data }: Pick<EnrollmentRequested, 'data'>): Omit<Known, 'revision'> => {
  const { identityId: id, agents: _, ...rest } = data;
  const begun = { openSessions: [], rotation: { status: 'none' }, history: [] } as const;
  return { id, ...rest, ...firstStored(0), state: 'enrolling', credentialVersion: 0, hosts: {}, ...begun };
};

/** What is known of a host counts as long as the identity is on it, and means the same account. */
const hostsAfter = (identity: IdentityDocument, changed: Changed): IdentityDocument['hosts'] => {
  const accountOf = ({ username, connector, connectorSettings }: Changed | IdentityDocument) =>
    canonicalJson({ username, connector, connectorSettings });
  const isSame = accountOf(changed) === accountOf(identity);
  const kept = Object.entries(identity.hosts)
    .filter(([hostId]) => changed.hostIds.includes(hostId))
    .map(([hostId, host]) => [hostId, isSame ? host : withheldThere(host)] as const);
  return vouchedFor({ ...identity, hosts: Object.fromEntries(kept) }, changed.agents).hosts;
};

type Ending = Pick<SessionExtended | SessionShortened, 'data'>;

const withEnd = (
  identity: IdentityDocument,
  { data: { sessionId, expiresAt } }: Ending & Pick<RecordedEvent, 'revision'>,
): IdentityDocument => ({
  ...identity,
  openSessions: identity.openSessions.map((session) =>
    session.id === sessionId ? { id: sessionId, expiresAt } : session,
  ),
});

const changed = (identity: IdentityDocument, data: Changed): Known => {
  const {
    id,
    scheme,
    schemes,
    createdAt,
    state,
    credentialVersion,
    madeFor,
    wasOnHosts,
    openSessions,
    rotation,
    owed,
    lastRotatedAt,
    lostUpTo,
    history,
    origins,
    revision,
  } = identity;
  const { identityId: _, agents: __, ...settings } = data;
  const rotatedAt = lastRotatedAt === undefined ? {} : { lastRotatedAt };
  const gone = lostUpTo === undefined ? {} : { lostUpTo };
  const owing = owed === undefined ? {} : { owed };
  const made = {
    ...(madeFor === undefined ? {} : { madeFor }),
    ...(wasOnHosts === undefined ? {} : { wasOnHosts }),
  };
  return {
    id,
    ...settings,
    createdAt,
    scheme,
    ...(schemes === undefined ? {} : { schemes }),
    state,
    hosts: hostsAfter(identity, data),
    ...(origins === undefined ? {} : { origins }),
    credentialVersion,
    ...made,
    openSessions,
    rotation,
    ...owing,
    ...rotatedAt,
    ...gone,
    history,
    revision,
  };
};

const discarded = (identity: IdentityDocument, { version }: VersionDiscarded['data']): IdentityDocument => {
  const history = identity.history.map((entry) =>
    entry.version === version ? { ...entry, restorable: false } : entry,
  );
  const hosts = Object.fromEntries(
    Object.entries(identity.hosts).map(([hostId, host]) => [hostId, withoutPossible(host, version)]),
  );
  return { ...identity, hosts, history };
};

const lost = (identity: IdentityDocument): IdentityDocument => {
  const lostUpTo = identity.credentialVersion;
  const history = identity.history.map((entry) => ({ ...entry, restorable: false }));
  return { ...withSchemes(identity, (schemes) => withoutUpTo(schemes, lostUpTo)), history, lostUpTo };
};

/** What happens to an identity that is there; every fact of its stream moves the revision, which is its ETag. */
const known =
  <F extends Pick<RecordedEvent, 'revision'>>(change: (identity: IdentityDocument, fact: F) => Known) =>
  (identity: IdentityDocument | undefined, fact: F): IdentityDocument | undefined =>
    identity && filtered({ ...change(identity, fact), revision: fact.revision });

/** It stands in the same stream, and is nothing that an identity shows. */
const untouched = known((identity) => identity);
const work = known((identity, fact: Recorded<JobEvent>) => onHosts(identity, fact));
const rotation = known((identity, fact: Recorded<RotationFact>) => servedAs(rotated(identity, fact), fact));

export const identities: Projector<IdentityDocument> = {
  schema: IDENTITIES,
  streams: { id: streamOfIdentityIn },
  ...following<IdentityDocument, IdentityEvent>(({ data }) => [data.identityId], {
    'keyledger.identity-created.v1': (_, fact) => filtered({ ...created(fact), revision: fact.revision }),
    'keyledger.identity-enrollment-requested.v1': (_, fact) =>
      filtered({ ...enrolling(fact), revision: fact.revision }),
    'keyledger.identity-changed.v1': known((identity, { data }) => changed(identity, data)),
    'keyledger.identity-deleted.v1': known((identity) => ({ ...identity, state: 'deleted' })),
    'keyledger.identity-undeleted.v1': known((identity, { data: { agents } }) =>
      vouchedFor({ ...identity, state: identity.credentialVersion === 0 ? 'enrolling' : 'active' }, agents),
    ),
    'keyledger.identity-destroyed.v1': () => undefined,
    'keyledger.identity-checked-out.v1': known((identity, { data: { sessionId: id, expiresAt } }) => ({
      ...identity,
      openSessions: [...identity.openSessions, { id, expiresAt }],
    })),
    'keyledger.identity-checked-in.v1': known((identity, { data: { sessionId } }) => ({
      ...identity,
      openSessions: identity.openSessions.filter(({ id }) => id !== sessionId),
    })),
    'keyledger.session-extended.v1': known(withEnd),
    'keyledger.session-shortened.v1': known(withEnd),
    'keyledger.break-glass-reviewed.v1': untouched,
    'keyledger.break-glass-review-reminded.v1': untouched,
    'keyledger.access-requested.v1': untouched,
    'keyledger.access-request-approved.v1': untouched,
    'keyledger.access-request-denied.v1': untouched,
    'keyledger.access-request-cancelled.v1': untouched,
    'keyledger.access-request-revoked.v1': untouched,
    'keyledger.access-request-expired.v1': untouched,
    'keyledger.access-request-used.v1': untouched,
    // While one is on its way it answers this too: nobody is kept out until the last session ends.
    'keyledger.rotation-owed.v1': known((identity, { data: { trigger: owed } }) =>
      identity.rotation.status === 'pending' ? identity : { ...identity, owed },
    ),
    'keyledger.host-agent-admitted.v1': known((identity, { data }) => admitted(identity, data)),
    'keyledger.host-account-shared.v1': known((identity, { data }) => shared(identity, data)),
    'keyledger.credential-version-retired.v1': known((identity, { data }) => withoutSchemeOf(identity, data.version)),
    'keyledger.material-upgraded.v1': known((identity, { data: { version } }) =>
      withSchemes(identity, (schemes) => withUpgraded(schemes, version)),
    ),
    'keyledger.credential-saved-anew.v1': known((identity, { data }) => withoutSchemeOf(identity, data.version)),
    'keyledger.credential-version-discarded.v1': known((identity, { data }) =>
      withoutSchemeOf(discarded(identity, data), data.version),
    ),
    'keyledger.identity-value-orphaned.v1': known((identity, { data: { version } }) => orphaned(identity, version)),
    'keyledger.identity-value-lost.v1': known(lost),
    'keyledger.credential-version-restored.v1': rotation,
    'keyledger.identity-credential-replaced.v1': rotation,
    'keyledger.rotation-requested.v1': rotation,
    'keyledger.rotation-staged.v1': rotation,
    'keyledger.rotation-candidate-refused.v1': rotation,
    'keyledger.rotation-retried.v1': rotation,
    'keyledger.rotation-confirmed.v1': rotation,
    'keyledger.rotation-failed.v1': rotation,
    'keyledger.job-queued.v1': work,
    'keyledger.job-leased.v1': work,
    'keyledger.job-started.v1': work,
    'keyledger.job-lease-extended.v1': work,
    'keyledger.job-result-recorded.v1': work,
    'keyledger.job-expired.v1': work,
    'keyledger.job-cancelled.v1': work,
  }),
  losses: [
    {
      category: 'identity',
      where: (id) => [{ field: 'id', is: id }],
      left: (found) => (found.openSessions.length === 0 ? found : filtered({ ...found, openSessions: [] })),
    },
  ],
};
