import { withEntry } from '../../kernel/draft';
import type { Evolve } from '../../kernel/fold';
import { madeForAfter } from '../../kernel/proven';
import { plusDays } from '../../kernel/time';
import type { IdentityEvent, RotationTrigger } from './events';
import { withRestored } from '../../kernel/value-schemes';
import { holdingOn } from './holdings';
import { isLost } from './lost-values';
import { originVersionOf } from './withheld';
import { GRACE_DAYS, isRecent, isRestorable } from './replaced-versions';
import type { Candidate, AccountOnHost, IdentityState, ReplacedVersion } from './state';

type RotationFact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.rotation-owed.v1'
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-staged.v1'
      | 'keyledger.rotation-candidate-refused.v1'
      | 'keyledger.rotation-retried.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.credential-version-restored.v1';
  }
>;

/** Why a rotation ended whose candidate somebody was shown who does not hold the identity any more. */
export const CANDIDATE_SHOWN = 'CANDIDATE_SHOWN';

/** A date that is set, or cleared when there is none. */
export const nextDue = (nextRotationAt: string | undefined): Pick<IdentityState, 'nextRotationAt'> => ({
  nextRotationAt,
});

/** The newest ten; beyond them what can be brought back, and those whose days of grace were not over when the newest was replaced. */
const isRemembered = ({ retiredAt: now }: ReplacedVersion): ((entry: ReplacedVersion, place: number) => boolean) => {
  let graceFrom: string | undefined;
  return (entry, place) =>
    isRecent(place) || isRestorable(entry, place) || entry.retiredAt > (graceFrom ??= plusDays(now, -GRACE_DAYS));
};

/** Where the value that is served from now on comes from: `given` by a person, or made for this. */
interface Origin {
  readonly given: boolean;
  readonly madeFor?: RotationTrigger | undefined;
}

const served = (
  state: IdentityState,
  version: number,
  { given, madeFor }: Origin,
  entry: Omit<ReplacedVersion, 'given' | 'madeFor'>,
): IdentityState => {
  const replaced: ReplacedVersion = {
    ...entry,
    restorable: entry.restorable && !isLost(state, entry.version),
    ...(state.given ? { given: true } : {}),
    ...(state.madeFor === undefined ? {} : { madeFor: state.madeFor }),
  };
  return {
    ...state,
    credentialVersion: version,
    given,
    madeFor,
    highestVersion: Math.max(version, state.highestVersion),
    // The first value of an account that was taken over replaces nothing.
    replaced: replaced.version === 0 ? state.replaced : [replaced, ...state.replaced].filter(isRemembered(replaced)),
  };
};

/** Why the vault makes the value that is about to be confirmed. */
const madeFor = ({ rotation, candidate }: IdentityState): RotationTrigger =>
  rotation?.trigger ?? candidate?.trigger ?? 'manual';

const madeForOf = ({ replaced }: IdentityState, version: number): RotationTrigger | undefined =>
  replaced.find((entry) => entry.version === version)?.madeFor;

const settled = (state: IdentityState): IdentityState => ({
  ...state,
  rotation: undefined,
  candidate: undefined,
  owed: undefined,
  retryAt: undefined,
  failuresInRow: 0,
  suspended: false,
  lastFailure: undefined,
});

/** A person set the value here; nobody knows whether the hosts have it, and until they do they may hold what they held. */
const unverifiedEverywhere = (state: IdentityState, version: number, since: string): IdentityState['holdings'] =>
  Object.fromEntries(
    state.settings.hostIds.map((hostId): readonly [string, AccountOnHost] => {
      const { version: held = state.credentialVersion, mayHold } = holdingOn(state, hostId);
      const old = mayHold.some((entry) => entry.version === held) ? [] : [{ version: held, jobId: '' }];
      return [hostId, { mayHold: [...mayHold, ...old], outcome: { state: 'unverified', version, since } }];
    }),
  );

/** What else a rotation that failed was for is not forgotten when somebody goes on with its candidate. */
const owing = ({ candidate, rotation }: IdentityState): Candidate | undefined =>
  candidate && { ...candidate, ...(rotation?.owes === undefined ? {} : { owes: rotation.owes }) };

/** How the facts of its rotations change an identity. */
export const evolveRotation: Evolve<IdentityState, RotationFact> = {
  'keyledger.rotation-owed.v1': (state, { trigger }) =>
    state.rotation === undefined
      ? { ...state, owed: trigger }
      : { ...state, owed: undefined, rotation: { ...state.rotation, owes: trigger } },
  'keyledger.rotation-requested.v1': (state, { rotationId, trigger, mode, hostIds, requestedAt }) => ({
    ...state,
    owed: undefined,
    retryAt: undefined,
    rotation: { rotationId, trigger, mode, requestedAt, hostIds, refusals: 0 },
  }),
  'keyledger.rotation-staged.v1': (state, { rotationId, version }) =>
    state.rotation === undefined
      ? state
      : {
          ...state,
          highestVersion: Math.max(version, state.highestVersion),
          candidate: { rotationId, version, trigger: state.rotation.trigger },
          rotation: { ...state.rotation, version, hostIds: state.settings.hostIds },
        },
  'keyledger.rotation-candidate-refused.v1': (state, { refusals }) =>
    state.rotation === undefined
      ? state
      : { ...state, candidate: undefined, rotation: { ...state.rotation, version: undefined, refusals } },
  'keyledger.rotation-retried.v1': (state, { rotationId, version, retriedAt: requestedAt }) => ({
    ...state,
    retryAt: undefined,
    rotation: {
      rotationId,
      version,
      requestedAt,
      trigger: state.candidate?.trigger ?? 'manual',
      ...(state.candidate?.owes === undefined ? {} : { owes: state.candidate.owes }),
      mode: 'hosts',
      hostIds: state.settings.hostIds,
      refusals: 0,
    },
  }),
  'keyledger.rotation-confirmed.v1': (state, fact) => ({
    ...settled(
      served(
        state,
        fact.version,
        { given: false, madeFor: madeForAfter(state.madeFor, madeFor(state), fact.vaultOnly) },
        {
          version: fact.replacedVersion,
          retiredAt: fact.confirmedAt,
          retiredBy: madeFor(state),
          restorable: fact.vaultOnly,
        },
      ),
    ),
    ...nextDue(fact.nextRotationAt),
    // What was confirmed may have been shown to those who hold the identity: what is owed after them stays owed.
    owed: state.sessions.length > 0 ? state.owed : undefined,
    status: state.status === 'enrolling' ? 'active' : state.status,
    lastRotatedAt: fact.confirmedAt,
    lastVaultOnly: fact.vaultOnly,
  }),
  'keyledger.rotation-failed.v1': (state, { code, detail, failuresInRow, suspended, retryAt }) => ({
    ...state,
    rotation: undefined,
    candidate: code === CANDIDATE_SHOWN ? undefined : owing(state),
    retryAt,
    failuresInRow,
    suspended,
    lastFailure: { code, detail },
  }),
  'keyledger.identity-credential-replaced.v1': (state, fact) => ({
    ...settled(
      served(
        state,
        fact.version,
        { given: true },
        {
          version: fact.replacedVersion,
          retiredAt: fact.replacedAt,
          retiredBy: fact.replacedBy,
          restorable: true,
        },
      ),
    ),
    ...nextDue(fact.nextRotationAt),
    holdings: unverifiedEverywhere(state, fact.version, fact.replacedAt),
    typed: fact.typedBy === undefined ? state.typed : withEntry(state.typed, fact.version, fact.typedBy),
    lastRotatedAt: fact.replacedAt,
  }),
  'keyledger.credential-version-restored.v1': (state, fact) => ({
    ...served(
      state,
      fact.version,
      { given: true, madeFor: madeForOf(state, fact.restoredVersion) },
      {
        version: fact.replacedVersion,
        retiredAt: fact.restoredAt,
        retiredBy: fact.restoredBy,
        restorable: true,
      },
    ),
    holdings: unverifiedEverywhere(state, fact.version, fact.restoredAt),
    origins: withEntry(state.origins, fact.version, originVersionOf(state, fact.restoredVersion)),
    schemes: withRestored(state.schemes, fact.restoredVersion, fact.version),
    lastRotatedAt: fact.restoredAt,
  }),
};
