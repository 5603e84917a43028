import type { StreamDamageSettled } from '../domain/damage/events';
import type { CredentialRedisclosed, DisclosureWithheld, IdentityRevealed } from '../domain/disclosures/events';
import type { CredentialReplaced, RotationConfirmed, VersionRestored } from '../domain/identities/events';
import type { NotificationRaised } from '../domain/notifications/events';
import type { BreakGlassReviewed, IdentityCheckedIn, IdentityCheckedOut } from '../domain/sessions/events';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import { lostStream } from './lost-stream';
import { PERIOD, type Line, type Report } from './report';
import { rotatedAfter } from './rotated-after';
import { wants } from './wants';
import { wholeMinutes } from './whole-minutes';

interface Emergency {
  readonly out: IdentityCheckedOut['data'];
  readonly ip?: string | undefined;
  readonly leaves: Leaf[];
  /** By the fact that shows them: versions that the user was shown. */
  readonly shown: Map<string, readonly number[]>;
  /** How many of the identity's replacements lie before it. */
  readonly after: number;
  end?: Pick<IdentityCheckedIn['data'], 'endedAt' | 'endedBy'>;
  noticeAt?: string;
  review?: BreakGlassReviewed['data'];
}

interface Replaced {
  readonly type: string;
  readonly time: string;
  readonly data: object;
  readonly leaf: Leaf;
}

/** Broken glass on one identity, and what was put in force since the first of it: kept once, however often it was broken. */
interface OfIdentity {
  readonly emergencies: Emergency[];
  readonly replacements: Replaced[];
}

type Replacing = RotationConfirmed | CredentialReplaced | VersionRestored;
type Showing = IdentityRevealed | CredentialRedisclosed;

/** What has to follow broken glass and is not there. */
const missingOf = ({ end, noticeAt, review }: Emergency, rotatedAt: string | undefined): string => {
  const there = { end, notification: noticeAt, rotation: rotatedAt, review };
  return Object.entries(there)
    .filter(([, found]) => found === undefined)
    .map(([part]) => part)
    .join(' ');
};

/** The value that the user does not know, since when. */
const rotationOf = ({ out, shown, after }: Emergency, replacements: readonly Replaced[]): Replaced | undefined => {
  const since = rotatedAfter({ userId: out.userId, shown: [...shown.values()].flat() }, replacements.slice(after));
  return replacements.slice(after).find(({ time }) => time === since);
};

const cellsOf = (emergency: Emergency, rotatedAt: string | undefined, asOf: string) => {
  const { out, ip, end, noticeAt, review } = emergency;
  const { sessionId, userId, userEmail, reason, checkedOutAt, expiresAt, overlapped = [] } = out;
  return {
    sessionId,
    userId,
    userEmail,
    ip,
    reason,
    checkedOutAt,
    expiresAt,
    endedAt: end?.endedAt,
    endedBy: end?.endedBy,
    beside: overlapped.length,
    noticeAt,
    rotatedAt,
    exposureMinutes: wholeMinutes(checkedOutAt, rotatedAt ?? asOf),
    reviewedBy: review?.reviewerEmail,
    reviewedAt: review?.reviewedAt,
    reviewNote: review?.note,
    missing: missingOf(emergency, rotatedAt),
  };
};

/** R6. A line for every broken glass: who was told, when the value was replaced by one the user does not know, who reviewed it. */
export const brokenGlass: Report = {
  id: 'R6',
  version: 1,
  title: 'Every break-glass',
  population: 'emergency checkouts',
  columns: [
    'sessionId',
    'userId',
    'userEmail',
    ...CREDENTIAL_COLUMNS,
    'ip',
    'reason',
    'checkedOutAt',
    'expiresAt',
    'endedAt',
    'endedBy',
    'beside',
    'noticeAt',
    'rotatedAt',
    'exposureMinutes',
    'reviewedBy',
    'reviewedAt',
    'reviewNote',
    'missing',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['reveal', 'identityId'],
    ['user', 'userId'],
    ['notification'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const bySession = new Map<string, Emergency>();
    const byIdentity = new Map<string, OfIdentity>();
    const replaced = ({ identityId }: Replacing['data'], { fact, leaf }: FactWithView): void => {
      const { type, metadata, data } = fact;
      byIdentity.get(identityId)?.replacements.push({ type, time: metadata.time, data, leaf });
    };
    const shown = ({ sessionId = '', version, alternatives = [] }: Showing['data'], { fact }: FactWithView): void =>
      void bySession.get(sessionId)?.shown.set(fact.id, [version, ...alternatives]);
    return {
      take: onFacts<
        | IdentityCheckedOut
        | IdentityCheckedIn
        | NotificationRaised
        | BreakGlassReviewed
        | DisclosureWithheld
        | Replacing
        | Showing
        | StreamDamageSettled
      >({
        'keyledger.identity-checked-out.v1': (out, { fact, leaf }) => {
          const { sessionId, identityId, organizationId, checkedOutAt, version, alternatives = [] } = out;
          if (!out.breakGlass || !isWanted(organizationId, checkedOutAt)) return;
          scope.keep();
          const { ip } = fact.metadata;
          const versions = new Map([[fact.id, [version, ...alternatives]]]);
          const of = byIdentity.get(identityId) ?? { emergencies: [], replacements: [] };
          byIdentity.set(identityId, of);
          const emergency = { out, ip, leaves: [leaf], shown: versions, after: of.replacements.length };
          bySession.set(sessionId, emergency);
          of.emergencies.push(emergency);
        },
        'keyledger.identity-checked-in.v1': (end, { leaf }) => {
          const emergency = bySession.get(end.sessionId);
          if (emergency === undefined) return;
          emergency.end = end;
          emergency.leaves.push(leaf);
        },
        'keyledger.stream-damage-settled.v1': (settled, { fact, leaf }) => {
          for (const emergency of byIdentity.get(lostStream(settled, 'identity') ?? '')?.emergencies ?? []) {
            if (emergency.end !== undefined) continue;
            emergency.end = { endedAt: fact.metadata.time, endedBy: 'force' };
            emergency.leaves.push(leaf);
          }
        },
        'keyledger.notification-raised.v1': ({ kind, sessionId = '', recipients, concerned, raisedAt }, { leaf }) => {
          const emergency = bySession.get(sessionId);
          if (kind !== 'break-glass' || emergency === undefined || emergency.noticeAt !== undefined) return;
          // To be told of one's own act is no control: somebody else has to be.
          if ([...recipients, ...concerned].every((userId) => userId === emergency.out.userId)) return;
          emergency.noticeAt = raisedAt;
          emergency.leaves.push(leaf);
        },
        'keyledger.break-glass-reviewed.v1': (review, { leaf }) => {
          const emergency = bySession.get(review.sessionId);
          if (emergency === undefined) return;
          emergency.review = review;
          emergency.leaves.push(leaf);
        },
        'keyledger.disclosure-withheld.v1': ({ sessionId = '', disclosureId }) =>
          void bySession.get(sessionId)?.shown.delete(disclosureId),
        'keyledger.identity-revealed.v1': shown,
        'keyledger.credential-redisclosed.v1': shown,
        'keyledger.rotation-confirmed.v1': replaced,
        'keyledger.identity-credential-replaced.v1': replaced,
        'keyledger.credential-version-restored.v1': replaced,
      }),
      *lines(view, asOf): Generator<Line> {
        for (const emergency of bySession.values()) {
          const { identityId, organizationId, checkedOutAt } = emergency.out;
          const rotation = rotationOf(emergency, byIdentity.get(identityId)?.replacements ?? []);
          const cells = { ...credentialCells(view, identityId), ...cellsOf(emergency, rotation?.time, asOf) };
          const leaves = leavesOf(...emergency.leaves, rotation?.leaf).toSorted((a, b) => a - b);
          yield { organizationId, at: checkedOutAt, leaves, cells };
        }
      },
    };
  },
};
