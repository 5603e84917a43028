import type {
  AccessRequestApproved,
  AccessRequestDenied,
  AccessRequested,
  AccessRequestRevoked,
} from '../domain/access-requests/events';
import type { UnusualDisclosuresFound } from '../domain/disclosure-watch/events';
import type { EvidenceStopped } from '../domain/evidence/events';
import type { OwnerRecovered } from '../domain/accounts/events';
import type { StreamDamageFound } from '../domain/damage/events';
import type { AgentApproved, AgentEnrolled, AgentLocked } from '../domain/hosts/events';
import type { IdentityCheckedOut, RotationFailed, RotationRequested } from '../domain/identities/events';
import type { JobExpired } from '../domain/jobs/events';
import type { LostRevocationFound } from '../domain/log-losses/events';
import type { LogSealed } from '../domain/log-seals/events';
import type { BackupFailed, LogWentBack, SinkFailed } from '../domain/operations/events';
import type { Notice, NoticeKind, Severity } from '../domain/notifications/events';
import type { PolicyEventParked } from '../domain/policies/events';
import type { SealFailed } from '../domain/seals/events';
import type { BreakGlassReviewReminded, SessionShortened } from '../domain/sessions/events';
import type {
  SupportAccessChanged,
  SupportAccessDisabled,
  SupportAccessEmergencyDisabled,
  SupportAccessEnabled,
  SupportAccessExpired,
  SupportAccessExpiryWarned,
} from '../domain/support-access/events';
import type { HostAccountShared } from '../domain/targets/events';
import type { ApprovalPolicyWeakened } from '../domain/vaults/events';
import type { Recorded } from '../kernel/projector';

type Fact =
  | AccessRequestApproved
  | AccessRequestDenied
  | AccessRequested
  | AccessRequestRevoked
  | AgentApproved
  | AgentEnrolled
  | AgentLocked
  | ApprovalPolicyWeakened
  | BackupFailed
  | BreakGlassReviewReminded
  | EvidenceStopped
  | HostAccountShared
  | IdentityCheckedOut
  | JobExpired
  | LogSealed
  | LogWentBack
  | LostRevocationFound
  | OwnerRecovered
  | PolicyEventParked
  | RotationFailed
  | RotationRequested
  | SealFailed
  | SessionShortened
  | SinkFailed
  | StreamDamageFound
  | SupportAccessChanged
  | SupportAccessDisabled
  | SupportAccessEmergencyDisabled
  | SupportAccessEnabled
  | SupportAccessExpired
  | SupportAccessExpiryWarned
  | UnusualDisclosuresFound;

/** What is told of a fact, and to whom besides the admins and owners. */
export interface NoticeOfFact {
  readonly notice: Pick<Notice, 'kind' | 'severity' | 'title'>;
  /** User ids. */
  readonly concerned?: readonly string[];
  /** The request that somebody is to decide on: it concerns whoever could, which the streams say. */
  readonly toDecide?: AccessRequested['data'];
}

const told = (
  kind: NoticeKind,
  severity: Severity,
  title: string,
  concerned: readonly string[] = [],
): NoticeOfFact => ({
  notice: { kind, severity, title },
  ...(concerned.length === 0 ? {} : { concerned }),
});

const when = (condition: boolean, notice: NoticeOfFact): NoticeOfFact | undefined => (condition ? notice : undefined);

const someone = (userId: string | undefined): readonly string[] => (userId === undefined ? [] : [userId]);

const SUPPORT = 'support-access-changed';

/** What people are told of, by the fact it follows from; undefined: of this one they are not. Of what it is about, the fact's own ids tell. */
export const NOTICES: {
  readonly [T in Fact['type']]: (fact: Recorded<Extract<Fact, { type: T }>>) => NoticeOfFact | undefined;
} = {
  'keyledger.identity-checked-out.v1': ({ data }) =>
    when(
      data.breakGlass,
      told(
        'break-glass',
        'critical',
        'Break-glass checkout',
        data.overlapped?.map(({ userId }) => userId),
      ),
    ),
  // Whose session it is must know that it ends sooner than was said.
  'keyledger.session-shortened.v1': ({ data }) =>
    when(
      data.endsAs === 'break_glass',
      told('break-glass', 'warning', 'A session ends early after break-glass', someone(data.userId)),
    ),
  'keyledger.break-glass-review-reminded.v1': () => told('review-open', 'warning', 'A break-glass review is open'),
  'keyledger.access-requested.v1': ({ data }) => ({
    ...told('approval-asked', 'info', 'Approval is asked for'),
    toDecide: data,
  }),
  'keyledger.access-request-approved.v1': ({ data }) =>
    when(data.approvals >= data.required, told('approval-decided', 'info', 'Access was approved', [data.userId])),
  'keyledger.access-request-denied.v1': ({ data }) =>
    told('approval-decided', 'info', 'Access was denied', [data.userId]),
  'keyledger.access-request-revoked.v1': ({ data }) =>
    told('approval-decided', 'warning', 'An approval was taken back', [data.userId]),
  'keyledger.approval-policy-weakened.v1': () =>
    told('approval-policy-weakened', 'critical', 'An approval policy was weakened'),
  'keyledger.owner-recovered.v1': () => told('owner-recovered', 'critical', 'An owner was recovered with the root key'),
  'keyledger.lost-revocation-found.v1': () =>
    told('log-went-back', 'critical', 'What was taken away stands again: the log has lost it'),
  'keyledger.support-access-enabled.v1': () => told(SUPPORT, 'warning', 'Support access enabled'),
  'keyledger.support-access-changed.v1': () => told(SUPPORT, 'warning', 'Support access changed'),
  'keyledger.support-access-disabled.v1': ({ data }) =>
    when(data.emergency !== true, told(SUPPORT, 'warning', 'Support access disabled')),
  'keyledger.support-access-emergency-disabled.v1': () =>
    told(SUPPORT, 'critical', 'All support access disabled in an emergency'),
  'keyledger.support-access-expired.v1': () => told('support-access-expiring', 'warning', 'Support access expired'),
  'keyledger.support-access-expiry-warned.v1': ({ data }) =>
    told(
      'support-access-expiring',
      'warning',
      `Support access expires in ${data.daysBefore === 1 ? 'a day' : 'a week'}`,
    ),
  'keyledger.rotation-failed.v1': ({ data }) =>
    data.suspended
      ? told('rotation-suspended', 'critical', 'Rotation suspended: a person must act')
      : told('rotation-failed', 'warning', 'Rotation failed'),
  'keyledger.rotation-requested.v1': ({ data }) =>
    when(data.mode === 'manual', told('rotation-waiting', 'warning', 'Rotation waits for a person to paste the value')),
  'keyledger.job-expired.v1': ({ data }) =>
    when(data.purpose === 'rotation', told('host-offline', 'warning', 'Host offline with a rotation due')),
  'keyledger.agent-enrolled.v1': ({ data }) =>
    when(data.status === 'pending_approval', told('agent-replaced', 'critical', 'An agent waits for approval')),
  'keyledger.agent-approved.v1': ({ data }) =>
    when(data.severity === 'critical', told('agent-replaced', 'critical', 'An agent was approved in place of another')),
  'keyledger.agent-locked.v1': () => told('agent-replaced', 'critical', 'An agent is locked: it seems to run twice'),
  'keyledger.unusual-disclosures-found.v1': () =>
    told('unusual-disclosures', 'critical', 'One person was shown unusually many values'),
  'keyledger.host-account-shared.v1': ({ data }) =>
    when(data.stopped, told('account-shared', 'critical', 'One account is managed by two identities')),
  'keyledger.seal-failed.v1': ({ data }) =>
    data.found === 'missing'
      ? told('value-missing', 'critical', 'A stored value is missing')
      : told('seal-broken', 'critical', 'A seal does not open'),
  'keyledger.stream-damage-found.v1': ({ data: { stream, revision } }) =>
    told('stream-damaged', 'critical', `A stream can not be read: ${stream} at revision ${revision}`),
  // Without a reason it is the beginning of a log, or its first start under this release.
  'keyledger.log-sealed.v1': ({ data }) =>
    when(data.reason !== undefined, told('stream-damaged', 'critical', 'The log was sealed anew with the root key')),
  'keyledger.evidence-stopped.v1': () => told('evidence-stopped', 'critical', 'The log is not the one that was signed'),
  'keyledger.backup-failed.v1': () => told('backup-failed', 'critical', 'A backup could not be made'),
  'keyledger.sink-failed.v1': ({ data }) =>
    told('sink-failed', 'critical', `Facts do not reach the outside sink: ${data.sink}`),
  'keyledger.log-went-back.v1': () => told('log-went-back', 'critical', 'The log went back to an older copy'),
  'keyledger.policy-event-parked.v1': ({ data }) =>
    told('policy-event-parked', data.critical === true ? 'critical' : 'warning', 'A policy goes on without an event'),
};
