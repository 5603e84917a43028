import type {
  CredentialReplaced,
  IdentityChanged,
  IdentityCreated,
  IdentityDeleted,
  IdentityDestroyed,
  IdentityUndeleted,
  RotationConfirmed,
  RotationFailed,
  VersionRestored,
} from '../../src/domain/identities/events';
import type { JobQueued, JobResultRecorded } from '../../src/domain/jobs/events';
import { following, type Recorded } from '../../src/kernel/projector';
import { plusDays, plusMinutes } from '../../src/kernel/time';
import type { DeadlineDocument } from './document';
import { sameIds } from './same-ids';

/** Where nobody knows what a host holds, a look is worth taking before tomorrow. */
const SOON_MINUTES = 10;

type Fact =
  | IdentityCreated
  | IdentityChanged
  | CredentialReplaced
  | VersionRestored
  | IdentityDeleted
  | IdentityUndeleted
  | IdentityDestroyed
  | RotationConfirmed
  | RotationFailed
  | JobQueued
  | JobResultRecorded;

type Document = DeadlineDocument | undefined;

const idOf = (identityId: string): string => `verification:${identityId}`;

const due = (
  document: Document,
  { data: { organizationId, identityGroupId, identityId } }: Pick<Fact, 'data'>,
  dueAt: string,
): DeadlineDocument => ({
  id: idOf(identityId),
  kind: 'verification',
  dueAt,
  organizationId,
  identityGroupId,
  identityId,
  ...(document?.hostIds === undefined ? {} : { hostIds: document.hostIds }),
});

const tomorrow = (document: Document, fact: Recorded<Fact>): DeadlineDocument =>
  due(document, fact, plusDays(fact.metadata.time, 1));

/** A host was asked; while others that are away have not been, the date stays. */
const asked = (document: Document, fact: Recorded<JobQueued>): Document => {
  const { hostId } = fact.data;
  const { dueAt, hostIds = [], asked: before = [] } = document ?? {};
  if (document === undefined || dueAt === undefined || dueAt > fact.metadata.time) {
    return document;
  }
  const now = before.includes(hostId) ? before : [...before, hostId];
  return hostIds.every((each) => now.includes(each)) ? tomorrow(document, fact) : { ...document, asked: now };
};

/** A host refused what it should hold: nothing is due until a person acts, and it is remembered which hosts there are. */
const quiet = ({ dueAt: _, asked: __, ...rest }: DeadlineDocument): DeadlineDocument => rest;

/** There is nothing to look at without a host, or a way to ask it. */
const stated = (document: Document, fact: Recorded<IdentityCreated | IdentityChanged>): Document => {
  const { hostIds, connector } = fact.data;
  if (hostIds.length === 0 || connector === undefined) return undefined;
  const isKnown = document?.dueAt !== undefined || sameIds(document?.hostIds ?? [], hostIds);
  return { ...(document !== undefined && isKnown ? document : tomorrow(document, fact)), hostIds };
};

const replaced = (document: Document, fact: Recorded<CredentialReplaced | VersionRestored>): Document =>
  document && tomorrow(document, fact);

/** What hosts hold is looked at daily, from the last time it was proved or asked; after a refusal not until a person acted. */
export const verifications = following<DeadlineDocument, Fact>(({ data }) => [idOf(data.identityId)], {
  'keyledger.identity-created.v1': stated,
  'keyledger.identity-changed.v1': stated,
  'keyledger.identity-credential-replaced.v1': replaced,
  'keyledger.credential-version-restored.v1': replaced,
  'keyledger.identity-deleted.v1': (document) => {
    const waiting = document?.dueAt;
    return document && { ...quiet(document), ...(waiting === undefined ? {} : { waiting }) };
  },
  'keyledger.identity-undeleted.v1': (document, fact) =>
    document?.waiting === undefined ? document : due(document, fact, document.waiting),
  'keyledger.identity-destroyed.v1': () => undefined,
  'keyledger.rotation-confirmed.v1': (document, fact) => (fact.data.vaultOnly ? document : tomorrow(document, fact)),
  'keyledger.rotation-failed.v1': (document, fact) =>
    fact.data.hosts !== undefined && fact.data.hosts.unverified.length > 0
      ? due(document, fact, plusMinutes(fact.metadata.time, SOON_MINUTES))
      : document,
  'keyledger.job-queued.v1': (document, fact) =>
    fact.data.purpose === 'verification' ? asked(document, fact) : document,
  'keyledger.job-result-recorded.v1': (document, fact) => {
    const { outcome, type, late } = fact.data;
    if (late) return document;
    if (outcome === 'drifted') return document && quiet(document);
    return outcome === 'confirmed' && type === 'set' ? tomorrow(document, fact) : document;
  },
});
