import type { Fold } from '../../kernel/fold';
import type { IdentityEvent, IdentitySettings, IdentitySubject } from './events';
import type { IdentityState, OpenSession, ReplacedVersion } from './state';

/** The manual: the password history has at most ten entries. */
export const REPLACED_KEPT = 10;

const NOTHING: IdentitySettings = {
  name: '',
  username: '',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
};

const settingsOf = ({
  identityId: _i,
  identityGroupId: _v,
  organizationId: _o,
  ...settings
}: IdentitySettings & IdentitySubject): IdentitySettings => settings;

const withSession = (
  state: IdentityState,
  sessionId: string,
  change: (session: OpenSession) => OpenSession | undefined,
): IdentityState => ({
  ...state,
  sessions: state.sessions.flatMap((session) =>
    session.sessionId === sessionId ? (change(session) ?? []) : [session],
  ),
});

const nextDue = (nextRotationAt: string | undefined): Pick<IdentityState, 'nextRotationAt'> =>
  nextRotationAt === undefined ? { nextRotationAt: undefined } : { nextRotationAt };

const served = (state: IdentityState, version: number, replaced: ReplacedVersion): IdentityState => ({
  ...state,
  credentialVersion: version,
  highestVersion: Math.max(version, state.highestVersion),
  replaced: [replaced, ...state.replaced].slice(0, REPLACED_KEPT),
});

const settled = (state: IdentityState): IdentityState => ({
  ...state,
  rotation: undefined,
  owed: undefined,
  failuresInRow: 0,
  suspended: false,
  lastFailure: undefined,
});

/** `identity-<id>`: one credential, its sessions, its rotation and the pointer to its value. */
export const identity: Fold<IdentityState, IdentityEvent> = {
  category: 'identity',
  initial: {
    status: 'none',
    identityGroupId: '',
    organizationId: '',
    settings: NOTHING,
    createdAt: '',
    credentialVersion: 0,
    highestVersion: 0,
    sessions: [],
    failuresInRow: 0,
    suspended: false,
    replaced: [],
  },
  evolve: {
    'keyledger.identity-created.v1': (state, { credentialVersion, createdAt, nextRotationAt, ...created }) => ({
      ...state,
      ...nextDue(nextRotationAt),
      status: 'active',
      identityGroupId: created.identityGroupId,
      organizationId: created.organizationId,
      settings: settingsOf(created),
      createdAt,
      credentialVersion,
      highestVersion: credentialVersion,
    }),
    'keyledger.identity-changed.v1': (state, { nextRotationAt, ...changed }) => ({
      ...state,
      ...nextDue(nextRotationAt),
      settings: settingsOf(changed),
    }),
    'keyledger.identity-credential-replaced.v1': (state, fact) => ({
      ...settled(
        served(state, fact.version, {
          version: fact.replacedVersion,
          retiredAt: fact.replacedAt,
          retiredBy: fact.replacedBy,
          restorable: true,
        }),
      ),
      ...nextDue(fact.nextRotationAt),
      lastRotatedAt: fact.replacedAt,
    }),
    'keyledger.identity-deleted.v1': (state, { deletedAt }) => ({ ...state, status: 'deleted', deletedAt }),
    'keyledger.identity-undeleted.v1': (state) => ({ ...state, status: 'active', deletedAt: undefined }),
    'keyledger.identity-destroyed.v1': (state) => ({ ...state, status: 'destroyed', replaced: [] }),
    'keyledger.identity-checked-out.v1': (state, fact) => {
      const { identityId: _i, identityGroupId: _v, organizationId: _o, durationMinutes: _d, ...session } = fact;
      return { ...state, sessions: [...state.sessions, session] };
    },
    'keyledger.identity-checked-in.v1': (state, { sessionId }) => withSession(state, sessionId, () => undefined),
    'keyledger.session-extended.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    'keyledger.session-shortened.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    'keyledger.rotation-owed.v1': (state, { trigger }) => ({ ...state, owed: trigger }),
    'keyledger.rotation-requested.v1': (state, { rotationId, trigger, mode, requestedAt }) => ({
      ...state,
      owed: undefined,
      rotation: { rotationId, trigger, mode, requestedAt },
    }),
    'keyledger.rotation-confirmed.v1': (state, fact) => ({
      ...settled(
        served(state, fact.version, {
          version: fact.replacedVersion,
          retiredAt: fact.confirmedAt,
          retiredBy: state.rotation?.trigger ?? 'rotation',
          restorable: fact.vaultOnly,
        }),
      ),
      ...nextDue(fact.nextRotationAt),
      lastRotatedAt: fact.confirmedAt,
      lastVaultOnly: fact.vaultOnly,
    }),
    'keyledger.rotation-failed.v1': (state, { code, detail, failuresInRow, suspended }) => ({
      ...state,
      rotation: undefined,
      failuresInRow,
      suspended,
      lastFailure: { code, detail },
    }),
    'keyledger.credential-version-restored.v1': (state, fact) => ({
      ...served(state, fact.version, {
        version: fact.replacedVersion,
        retiredAt: fact.restoredAt,
        retiredBy: fact.restoredBy,
        restorable: true,
      }),
      lastRotatedAt: fact.restoredAt,
    }),
    'keyledger.credential-version-discarded.v1': (state, { version }) => ({
      ...state,
      replaced: state.replaced.map((entry) => (entry.version === version ? { ...entry, restorable: false } : entry)),
    }),
  },
};
