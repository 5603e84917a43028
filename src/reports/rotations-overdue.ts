import { identity } from '../domain/identities/evolve';
import type { IdentityState } from '../domain/identities/state';
import type {
  CredentialReplaced,
  EnrollmentRequested,
  IdentityChanged,
  IdentityCreated,
  RotationConfirmed,
  RotationFailed,
  VersionRestored,
} from '../domain/identities/events';
import { plusMinutes } from '../kernel/time';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import type { Line, Report } from './report';
import { wholeDays } from './whole-minutes';

/** The scheduler looks every so many minutes: nothing is late before it did. */
const GRACE_MINUTES = 30;

const causeOf = (state: IdentityState, asOf: string): string => {
  const { settings, sessions, rotation, suspended, lastFailure, nextRotationAt } = state;
  if (settings.rotationIntervalDays === undefined || nextRotationAt === undefined) return 'no-interval';
  if (sessions.some(({ expiresAt }) => expiresAt > asOf)) return 'checked-out';
  if (suspended) return 'suspended';
  if (rotation !== undefined) return 'waiting-for-hosts';
  return lastFailure === undefined ? 'not-started' : 'failed';
};

type Setting = IdentityCreated | EnrollmentRequested | IdentityChanged;
type Replacing = RotationConfirmed | CredentialReplaced | VersionRestored;

/** R7. A line for each credential whose value should have been replaced by now, and for each that nobody has replaced by itself. */
export const rotationsOverdue: Report = {
  id: 'R7',
  version: 1,
  title: 'Overdue rotations',
  population: 'credentials in use; those that are not overdue are excluded',
  columns: [
    ...CREDENTIAL_COLUMNS,
    'intervalDays',
    'dueAt',
    'graceMinutes',
    'lastConfirmedAt',
    'daysLate',
    'cause',
    'failure',
    'failuresInRow',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
  ],
  parameters: [],
  begin: () => {
    const set = new Map<string, Leaf>();
    const replaced = new Map<string, Leaf>();
    const failed = new Map<string, Leaf>();
    const note =
      (leaves: Map<string, Leaf>) =>
      ({ identityId }: { readonly identityId: string }, { leaf }: FactWithView): void =>
        void leaves.set(identityId, leaf);
    return {
      take: onFacts<Setting | Replacing | RotationFailed>({
        'keyledger.identity-created.v1': note(set),
        'keyledger.identity-enrollment-requested.v1': note(set),
        'keyledger.identity-changed.v1': note(set),
        'keyledger.rotation-confirmed.v1': note(replaced),
        'keyledger.identity-credential-replaced.v1': note(replaced),
        'keyledger.credential-version-restored.v1': note(replaced),
        'keyledger.rotation-failed.v1': note(failed),
      }),
      *lines(view, asOf): Generator<Line> {
        for (const [identityId, state] of view.all(identity)) {
          if (state.status !== 'active') continue;
          const { organizationId, settings, nextRotationAt, lastRotatedAt, lastFailure, failuresInRow } = state;
          const cause = causeOf(state, asOf);
          const isDue = nextRotationAt !== undefined && plusMinutes(nextRotationAt, GRACE_MINUTES) < asOf;
          const isLate = cause !== 'no-interval' && isDue;
          yield {
            organizationId,
            left: !isLate && cause !== 'no-interval',
            leaves: leavesOf(
              set.get(identityId),
              replaced.get(identityId),
              lastFailure === undefined ? undefined : failed.get(identityId),
            ),
            cells: {
              ...credentialCells(view, identityId),
              intervalDays: settings.rotationIntervalDays,
              dueAt: nextRotationAt,
              graceMinutes: GRACE_MINUTES,
              lastConfirmedAt: lastRotatedAt,
              daysLate: isLate ? wholeDays(nextRotationAt ?? asOf, asOf) : undefined,
              cause,
              failure: lastFailure?.code,
              failuresInRow,
            },
          };
        }
      },
    };
  },
};
