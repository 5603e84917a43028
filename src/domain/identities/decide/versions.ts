import { refuse, type Refusal } from '../../../kernel/refusal';
import { replacedAs } from '../../../kernel/value-schemes';
import type { IdentityEvent } from '../events';
import { isVersionNeeded, mayBeOnAHost } from '../needed-versions';
import { isRecent, isRestorable } from '../replaced-versions';
import type { IdentityState, ReplacedVersion } from '../state';
import { callOff } from './end-job';
import { due, nextRotation, notConfirmed, rotationInProgress, rotationMode, subjectOf } from './rotation';
import { refuseWhileChanging } from './under-way';

/** Who replaces a value, when, and the number the new one has in the material store. */
export interface Replacement {
  readonly version: number;
  readonly by: string;
  /** Id of the user who typed the value; a restored one was typed by whoever typed it then. */
  readonly typedBy?: string;
  readonly now: string;
}

export const blocked = (state: IdentityState): Refusal | undefined => {
  if (state.status === 'enrolling') {
    return notConfirmed();
  }
  if (state.status !== 'active') {
    return refuse('NOT_FOUND', 'There is no such identity.');
  }
  return state.rotation?.mode === 'vault' ? rotationInProgress('The value is being changed.', 1) : undefined;
};

/** A manager sets the value by hand; it also answers a rotation that waits for one, and calls off what nobody has begun. */
export const replaceCredential = (
  state: IdentityState,
  identityId: string,
  { version, by, typedBy, now }: Replacement,
): readonly IdentityEvent[] | Refusal => {
  const refusal = blocked(state) ?? refuseWhileChanging(state, now);
  if (refusal !== undefined) {
    return refusal;
  }
  const called = callOff(state, identityId, () => true, 'superseded', now);
  const data = {
    ...subjectOf(state, identityId),
    version,
    replacedVersion: state.credentialVersion,
    replacedBy: by,
    replacedAt: now,
    ...replacedAs(state.schemes, state.credentialVersion),
    ...due(nextRotation(state.settings, now)),
    ...(typedBy === undefined ? {} : { typedBy }),
  };
  return [...called, { type: 'keyledger.identity-credential-replaced.v1', data }];
};

const restorable = (state: IdentityState, version: number): ReplacedVersion | Refusal => {
  const entry = state.replaced.find(
    (replaced, place) => replaced.version === version && (isRecent(place) || isRestorable(replaced, place)),
  );
  if (entry === undefined) {
    return refuse('NOT_FOUND', 'There is no such replaced version.');
  }
  return entry.restorable
    ? entry
    : refuse('CONFLICT', 'The version was discarded or replaced on hosts; it is not kept.');
};

/** May this version be brought back? Asked before its value is stored again under a new number. */
export const mayRestore = (state: IdentityState, version: number, now: string): Refusal | undefined => {
  const entry = restorable(state, version);
  if ('refused' in entry) {
    return entry;
  }
  if (state.sessions.length > 0) {
    return refuse('CHECKED_OUT', 'The identity is checked out. Wait for the checkin, or force it.');
  }
  return state.rotation?.mode === 'hosts'
    ? rotationInProgress('A rotation is on its way on the hosts. Cancel it first.', 5)
    : (blocked(state) ?? refuseWhileChanging(state, now));
};

export const restoreVersion = (
  state: IdentityState,
  identityId: string,
  restoredVersion: number,
  { version, by, now }: Replacement,
): readonly IdentityEvent[] | Refusal =>
  mayRestore(state, restoredVersion, now) ?? [
    {
      type: 'keyledger.credential-version-restored.v1',
      data: {
        ...subjectOf(state, identityId),
        restoredVersion,
        version,
        replacedVersion: state.credentialVersion,
        restoredBy: by,
        restoredAt: now,
        ...replacedAs(state.schemes, state.credentialVersion),
      },
    },
  ];

/** Nobody needs a version any more: its value may be destroyed. */
export const retireVersion = (
  state: IdentityState,
  identityId: string,
  version: number,
  now: string,
): readonly IdentityEvent[] =>
  state.status === 'none' || isVersionNeeded(state, version, now)
    ? []
    : [{ type: 'keyledger.credential-version-retired.v1', data: { ...subjectOf(state, identityId), version } }];

/** An owner says that a value of a stretch which the log has lost is dead: no host has to try it. */
export const discardOrphan = (state: IdentityState, identityId: string, version: number): readonly IdentityEvent[] =>
  mayBeOnAHost(state, version)
    ? [{ type: 'keyledger.credential-version-discarded.v1', data: { ...subjectOf(state, identityId), version } }]
    : [];

/** A manager says that a replaced value is dead: it may be destroyed, once nobody has it checked out. */
export const discardVersion = (
  state: IdentityState,
  identityId: string,
  version: number,
): readonly IdentityEvent[] | Refusal => {
  const entry = restorable(state, version);
  if ('refused' in entry) {
    return entry;
  }
  if (rotationMode(state.settings) === 'hosts' && mayBeOnAHost(state, version)) {
    return refuse(
      'CONFLICT',
      'A host may still hold this version. Reconcile first, so that it is known what it holds.',
    );
  }
  return state.sessions.some((session) => session.version === version)
    ? refuse('CHECKED_OUT', 'Somebody has this version checked out. Wait for the checkin, or force it.')
    : [{ type: 'keyledger.credential-version-discarded.v1', data: { ...subjectOf(state, identityId), version } }];
};
