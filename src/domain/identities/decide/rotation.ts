import { refuse, type Refusal } from '../../../kernel/refusal';
import { plusDays, plusMinutes } from '../../../kernel/time';
import { replacedAs } from '../../../kernel/value-schemes';
import type { IdentityEvent, IdentitySettings, RotationMode, RotationOnHosts, RotationTrigger } from '../events';
import { CANDIDATE_SHOWN } from '../evolve-rotation';
import type { IdentitySubject } from '../../identity-subject';
import { hasNoValue } from '../lost-values';
import { isStopped } from '../shared-accounts';
import type { IdentityState, OpenRotation } from '../state';

/** Failures in a row after which only a person starts the next rotation. */
export const FAILURES_UNTIL_SUSPENDED = 3;

/** The scheduler's own pace: a value that somebody used is not left in force until the next interval. */
const RETRY_MINUTES = 30;

/** Ids and time for whatever a decision may have to start. */
export interface RotationStart {
  readonly now: string;
  /** Id of the rotation, should one be requested. */
  readonly rotationId: string;
}

export const subjectOf = (state: IdentityState, identityId: string): IdentitySubject => ({
  identityId,
  identityGroupId: state.identityGroupId,
  organizationId: state.organizationId,
});

/**
 * On the hosts where a connector reaches them; in the vault alone for a password without hosts; everything else waits for
 * a person: a key or token overwritten here would still be the old one over there.
 */
export const rotationMode = (settings: IdentitySettings): RotationMode => {
  if (settings.hostIds.length > 0 && settings.connector !== undefined) {
    return 'hosts';
  }
  return settings.credentialType === 'password' && settings.hostIds.length === 0 ? 'vault' : 'manual';
};

/** Confirmation (or creation) plus interval: after a long outage it rotates once, not once per missed date. */
export const nextRotation = (settings: IdentitySettings, since: string): string | undefined =>
  settings.rotationIntervalDays === undefined ? undefined : plusDays(since, settings.rotationIntervalDays);

/** A date, or nothing at all: events hold no undefined. */
export const due = (nextRotationAt: string | undefined): { nextRotationAt?: string } =>
  nextRotationAt === undefined ? {} : { nextRotationAt };

/** What a person asked for, or brought about by breaking the glass; every other trigger is a rule's. */
const byAPerson = (trigger: RotationTrigger): boolean =>
  trigger === 'manual' || trigger === 'force_checkin' || trigger === 'break_glass' || trigger === 'exposure';

/** Starts a rotation unless one is on its way, or (for automatic ones) only a person may start it. */
export const requestRotation = (
  state: IdentityState,
  identityId: string,
  trigger: RotationTrigger,
  { now, rotationId }: RotationStart,
): readonly IdentityEvent[] => {
  if (state.rotation !== undefined || ((state.suspended || isStopped(state)) && !byAPerson(trigger))) {
    return [];
  }
  const { settings } = state;
  // What nobody put on the target would only look like a value that works; hosts can be set to a fresh one.
  if (hasNoValue(state) && rotationMode(settings) !== 'hosts') {
    return [];
  }
  return [
    {
      type: 'keyledger.rotation-requested.v1',
      data: {
        ...subjectOf(state, identityId),
        rotationId,
        trigger,
        mode: rotationMode(settings),
        hostIds: settings.hostIds,
        requestedAt: now,
      },
    },
  ];
};

export const rotationInProgress = (detail: string, retryAfterSeconds: number): Refusal =>
  refuse('ROTATION_IN_PROGRESS', detail, { retryAfterSeconds });

/** No host has proved the first value yet. */
export const notConfirmed = (): Refusal =>
  refuse('NOT_CONFIRMED', 'The account is still being taken over: its host has not confirmed the value yet.');

/** The store of values was lost; only a person knows what is in force. */
export const valueLost = (): Refusal =>
  refuse('VALUE_MISSING', 'The value was lost with the store it lay in. Set the one in force by hand.');

/** A manager asks for a rotation: not under anybody's feet, and one at a time. */
export const requestByHand = (
  state: IdentityState,
  identityId: string,
  moment: RotationStart,
): readonly IdentityEvent[] | Refusal => {
  if (state.status === 'enrolling') {
    return notConfirmed();
  }
  if (state.sessions.length > 0) {
    return refuse('CHECKED_OUT', 'The identity is checked out. Wait for the checkin, or force it.');
  }
  if (hasNoValue(state) && rotationMode(state.settings) !== 'hosts') {
    return valueLost();
  }
  return state.rotation === undefined
    ? requestRotation(state, identityId, 'manual', moment)
    : rotationInProgress('A rotation is already on its way.', 5);
};

/** The scheduler asks: due while checked out waits for the last checkin. */
export const requestWhenDue = (
  state: IdentityState,
  identityId: string,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const isDue = [state.nextRotationAt, state.retryAt].some((date) => date !== undefined && date <= moment.now);
  return isDue && state.status === 'active' && state.sessions.length === 0
    ? requestRotation(state, identityId, 'schedule', moment)
    : [];
};

/** The new value stands in the material store: from now on it is the one served. */
export const confirmInVault = (
  state: IdentityState,
  identityId: string,
  rotationId: string,
  version: number,
  now: string,
): readonly IdentityEvent[] => {
  if (state.rotation?.rotationId !== rotationId || state.rotation.mode !== 'vault') {
    return [];
  }
  const data = {
    ...subjectOf(state, identityId),
    rotationId,
    version,
    replacedVersion: state.credentialVersion,
    vaultOnly: true,
    confirmedAt: now,
    ...replacedAs(state.schemes, state.credentialVersion),
    ...due(nextRotation(state.settings, now)),
  };
  return [{ type: 'keyledger.rotation-confirmed.v1', data }];
};

/** Nobody has forgotten the reason for it: the scheduler comes to it again, unless a person must act or it is due anyway. */
const retryAt = (state: IdentityState, { trigger, owes }: OpenRotation, now: string): { retryAt?: string } => {
  const dueAnyway = state.nextRotationAt !== undefined && state.nextRotationAt <= now;
  const waitsForAPerson = owes === undefined && (trigger === 'manual' || trigger === 'enrollment');
  return waitsForAPerson || dueAnyway ? {} : { retryAt: plusMinutes(now, RETRY_MINUTES) };
};

/** The value served stays; the date of the next rotation doesn't move. What was called off is no failure. */
export const failRotation = (
  state: IdentityState,
  identityId: string,
  rotationId: string,
  { code, detail }: Pick<Refusal, 'code' | 'detail'>,
  now: string,
  hosts?: RotationOnHosts,
): readonly IdentityEvent[] => {
  const { rotation } = state;
  if (rotation?.rotationId !== rotationId) {
    return [];
  }
  const calledOff = code === 'CANCELLED' || code === CANDIDATE_SHOWN;
  const failuresInRow = calledOff ? state.failuresInRow : state.failuresInRow + 1;
  const suspended = calledOff ? state.suspended : failuresInRow >= FAILURES_UNTIL_SUSPENDED;
  const data = {
    ...subjectOf(state, identityId),
    rotationId,
    code,
    detail,
    failuresInRow,
    suspended,
    ...(hosts === undefined ? {} : { hosts }),
    ...(calledOff || suspended ? {} : retryAt(state, rotation, now)),
  };
  return [{ type: 'keyledger.rotation-failed.v1', data }];
};
