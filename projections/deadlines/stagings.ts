import type {
  CandidateRefused,
  CredentialReplaced,
  IdentityDestroyed,
  RotationConfirmed,
  RotationFailed,
  RotationRequested,
  RotationStaged,
} from '../../src/domain/identities/events';
import { following } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import type { DeadlineDocument } from './document';

type Asking = RotationRequested | CandidateRefused;
type Fact = Asking | RotationStaged | RotationConfirmed | RotationFailed | CredentialReplaced | IdentityDestroyed;

const owed = (
  id: string,
  { data, metadata }: Pick<Asking, 'data'> & Pick<RecordedEvent, 'metadata'>,
): DeadlineDocument => {
  const { organizationId, identityGroupId, identityId, rotationId } = data;
  return { id, kind: 'staging', dueAt: metadata.time, organizationId, identityGroupId, identityId, rotationId };
};

/** A rotation on hosts is owed a candidate from the moment it is requested, and again when a target refused one. */
export const stagings = following<DeadlineDocument, Fact>(({ data }) => [`staging:${data.identityId}`], {
  'keyledger.rotation-requested.v1': (_, fact, id) => (fact.data.mode === 'hosts' ? owed(id, fact) : undefined),
  'keyledger.rotation-candidate-refused.v1': (_, fact, id) => owed(id, fact),
  'keyledger.rotation-staged.v1': () => undefined,
  'keyledger.rotation-confirmed.v1': () => undefined,
  'keyledger.rotation-failed.v1': () => undefined,
  'keyledger.identity-credential-replaced.v1': () => undefined,
  'keyledger.identity-destroyed.v1': () => undefined,
});
