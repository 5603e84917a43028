import type { IdentityEvent } from '../../src/domain/identities/events';
import type { JobEvent } from '../../src/domain/jobs/events';
import type { Projector } from '../../src/kernel/projector';
import { IDENTITIES, type IdentityDocument } from './document';
import { onHosts, orphaned, shared, withoutPossible } from './on-hosts';
import { admitted, vouchedFor, withheldThere } from './withheld-on-hosts';
import { rotated } from './rotation';

type Created = Extract<IdentityEvent, { type: 'keyledger.identity-created.v1' }>;
type Enrolling = Extract<IdentityEvent, { type: 'keyledger.identity-enrollment-requested.v1' }>;
type Changed = Extract<IdentityEvent, { type: 'keyledger.identity-changed.v1' }>['data'];

const created = ({ data }: Created): Omit<IdentityDocument, 'revision'> => {
  const { identityId: id, agents: _, typedBy: __, ...rest } = data;
  return { id, ...rest, state: 'active', hosts: {}, openSessions: [], rotation: { status: 'none' }, history: [] };
};

const enrolling = ({ data }: Enrolling): Omit<IdentityDocument, 'revision'> => {
  const { identityId: id, agents: _, ...rest } = data;
  const begun = { openSessions: [], rotation: { status: 'none' }, history: [] } as const;
  return { id, ...rest, state: 'enrolling', credentialVersion: 0, hosts: {}, ...begun };
};

const isOfJob = (fact: IdentityEvent): fact is JobEvent => fact.type.startsWith('keyledger.job-');

/** What is known of a host counts as long as the identity is on it, and means the same account. */
const hostsAfter = (identity: IdentityDocument, changed: Changed): IdentityDocument['hosts'] => {
  const accountOf = ({ username, connector, connectorSettings }: Changed | IdentityDocument) =>
    JSON.stringify([username, connector, connectorSettings]);
  const isSame = accountOf(changed) === accountOf(identity);
  const kept = Object.entries(identity.hosts)
    .filter(([hostId]) => changed.hostIds.includes(hostId))
    .map(([hostId, host]) => [hostId, isSame ? host : withheldThere(host)] as const);
  return vouchedFor({ ...identity, hosts: Object.fromEntries(kept) }, changed.agents).hosts;
};

const withEnd = (identity: IdentityDocument, sessionId: string, expiresAt: string): IdentityDocument => ({
  ...identity,
  openSessions: identity.openSessions.map((session) =>
    session.id === sessionId ? { id: sessionId, expiresAt } : session,
  ),
});

const next = (identity: IdentityDocument, fact: IdentityEvent): IdentityDocument | undefined => {
  switch (fact.type) {
    case 'keyledger.identity-created.v1':
    case 'keyledger.identity-enrollment-requested.v1':
      return identity;
    case 'keyledger.identity-changed.v1': {
      const {
        id,
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
      const { identityId: _, agents: __, ...changed } = fact.data;
      const lost = lostUpTo === undefined ? {} : { lostUpTo };
      const rotatedAt = lastRotatedAt === undefined ? {} : { lastRotatedAt };
      const owing = owed === undefined ? {} : { owed };
      const made = {
        ...(madeFor === undefined ? {} : { madeFor }),
        ...(wasOnHosts === undefined ? {} : { wasOnHosts }),
      };
      return {
        id,
        ...changed,
        createdAt,
        state,
        hosts: hostsAfter(identity, fact.data),
        ...(origins === undefined ? {} : { origins }),
        credentialVersion,
        ...made,
        openSessions,
        rotation,
        ...owing,
        ...rotatedAt,
        ...lost,
        history,
        revision,
      };
    }
    case 'keyledger.identity-deleted.v1':
      return { ...identity, state: 'deleted' };
    case 'keyledger.identity-undeleted.v1':
      return vouchedFor(
        { ...identity, state: identity.credentialVersion === 0 ? 'enrolling' : 'active' },
        fact.data.agents,
      );
    case 'keyledger.identity-destroyed.v1':
      return undefined;
    case 'keyledger.identity-checked-out.v1': {
      const { sessionId: id, expiresAt } = fact.data;
      return { ...identity, openSessions: [...identity.openSessions, { id, expiresAt }] };
    }
    case 'keyledger.identity-checked-in.v1': {
      const { sessionId } = fact.data;
      return { ...identity, openSessions: identity.openSessions.filter(({ id }) => id !== sessionId) };
    }
    case 'keyledger.session-extended.v1':
    case 'keyledger.session-shortened.v1':
      return withEnd(identity, fact.data.sessionId, fact.data.expiresAt);
    case 'keyledger.rotation-owed.v1':
      // While one is on its way it answers this too: nobody is kept out until the last session ends.
      return identity.rotation.status === 'pending' ? identity : { ...identity, owed: fact.data.trigger };
    case 'keyledger.host-agent-admitted.v1':
      return admitted(identity, fact.data);
    case 'keyledger.host-account-shared.v1':
      return shared(identity, fact.data);
    case 'keyledger.credential-version-retired.v1':
      return identity;
    case 'keyledger.credential-version-discarded.v1': {
      const { version } = fact.data;
      const history = identity.history.map((entry) =>
        entry.version === version ? { ...entry, restorable: false } : entry,
      );
      const hosts = Object.fromEntries(
        Object.entries(identity.hosts).map(([hostId, host]) => [hostId, withoutPossible(host, version)]),
      );
      return { ...identity, hosts, history };
    }
    case 'keyledger.identity-value-orphaned.v1':
      return orphaned(identity, fact.data.version);
    case 'keyledger.identity-value-lost.v1': {
      const history = identity.history.map((entry) => ({ ...entry, restorable: false }));
      return { ...identity, history, lostUpTo: identity.credentialVersion };
    }
    default:
      return isOfJob(fact) ? onHosts(identity, fact) : rotated(identity, fact);
  }
};

export const identities: Projector<IdentityDocument> = {
  schema: IDENTITIES,
  types: [
    'keyledger.identity-created.v1',
    'keyledger.identity-enrollment-requested.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-undeleted.v1',
    'keyledger.identity-destroyed.v1',
    'keyledger.identity-checked-out.v1',
    'keyledger.identity-checked-in.v1',
    'keyledger.session-extended.v1',
    'keyledger.session-shortened.v1',
    'keyledger.host-agent-admitted.v1',
    'keyledger.host-account-shared.v1',
    'keyledger.rotation-owed.v1',
    'keyledger.rotation-requested.v1',
    'keyledger.rotation-staged.v1',
    'keyledger.rotation-candidate-refused.v1',
    'keyledger.rotation-retried.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
    'keyledger.credential-version-restored.v1',
    'keyledger.credential-version-retired.v1',
    'keyledger.credential-version-discarded.v1',
    'keyledger.identity-value-lost.v1',
    'keyledger.identity-value-orphaned.v1',
    'keyledger.job-queued.v1',
    'keyledger.job-leased.v1',
    'keyledger.job-started.v1',
    'keyledger.job-lease-extended.v1',
    'keyledger.job-result-recorded.v1',
    'keyledger.job-expired.v1',
    'keyledger.job-cancelled.v1',
  ],
  ids: (event) => [(event as unknown as IdentityEvent).data.identityId],
  next: (identity, { revision, ...event }) => {
    const fact = event as unknown as IdentityEvent;
    if (fact.type === 'keyledger.identity-created.v1') {
      return { ...created(fact), revision };
    }
    if (fact.type === 'keyledger.identity-enrollment-requested.v1') {
      return { ...enrolling(fact), revision };
    }
    const changed = identity && next(identity, fact);
    return changed && { ...changed, revision };
  },
  losses: [
    {
      category: 'identity',
      where: (id) => [{ field: 'id', is: id }],
      left: (found) => (found.openSessions.length === 0 ? found : { ...found, openSessions: [] }),
    },
  ],
};
