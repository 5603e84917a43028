import type { Fold } from '../../kernel/fold';
import type { IdentitySubject } from '../identity-subject';
import type { EndedBy, IdentityEvent, IdentitySettings } from './events';
import { evolveJobs } from './evolve-jobs';
import { evolveRotation, nextDue } from './evolve-rotation';
import type { IdentityState, OpenSession } from './state';
import { triggerOfEnd } from './trigger-of-end';
import { wasShown } from './was-shown';

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

const sessionOf = (state: IdentityState, sessionId: string): OpenSession | undefined =>
  state.sessions.find((session) => session.sessionId === sessionId);

/**
 * A failed rotation's candidate that somebody was shown whose use asks for a new value is not gone on with: he would know
 * the value again. One whose rotation is under way is dropped by a fact.
 */
const withoutShown = (state: IdentityState, session: OpenSession | undefined, endedBy: EndedBy): IdentityState => {
  const { candidate, rotation } = state;
  const isGone =
    session !== undefined &&
    candidate !== undefined &&
    rotation === undefined &&
    wasShown(session, candidate.version) &&
    triggerOfEnd(state, session, endedBy) !== undefined;
  return isGone ? { ...state, candidate: undefined } : state;
};

/** Which account on its hosts an identity means. */
export const accountOf = ({ username, connector, connectorSettings }: IdentitySettings): string =>
  JSON.stringify([username, connector, connectorSettings]);

/** What is known of a host counts as long as the identity is on it, and means the same account. */
const holdingsAfter = (state: IdentityState, settings: IdentitySettings): IdentityState['holdings'] =>
  accountOf(settings) === accountOf(state.settings)
    ? Object.fromEntries(Object.entries(state.holdings).filter(([hostId]) => settings.hostIds.includes(hostId)))
    : {};

/** `identity-<id>`: one credential, its sessions, its rotation and jobs, and the pointers to its values. */
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
    jobs: [],
    holdings: {},
    failuresInRow: 0,
    suspended: false,
    replaced: [],
  },
  withoutRights: (state) => ({ ...state, sessions: [] }),
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
      given: true,
      highestVersion: credentialVersion,
    }),
    'keyledger.identity-enrollment-requested.v1': (state, { createdAt, ...created }) => ({
      ...state,
      status: 'enrolling',
      identityGroupId: created.identityGroupId,
      organizationId: created.organizationId,
      settings: settingsOf(created),
      createdAt,
    }),
    'keyledger.identity-changed.v1': (state, { nextRotationAt, ...changed }) => ({
      ...state,
      ...nextDue(nextRotationAt),
      settings: settingsOf(changed),
      holdings: holdingsAfter(state, settingsOf(changed)),
    }),
    'keyledger.identity-deleted.v1': (state, { deletedAt }) => ({ ...state, status: 'deleted', deletedAt }),
    'keyledger.identity-undeleted.v1': (state) => ({
      ...state,
      status: state.credentialVersion === 0 ? 'enrolling' : 'active',
      deletedAt: undefined,
    }),
    'keyledger.identity-destroyed.v1': (state) => ({ ...state, status: 'destroyed', replaced: [], holdings: {} }),
    'keyledger.identity-checked-out.v1': (state, fact) => {
      const { identityId: _i, identityGroupId: _v, organizationId: _o, durationMinutes: _d, ...session } = fact;
      return { ...state, sessions: [...state.sessions, session] };
    },
    'keyledger.identity-checked-in.v1': (state, { sessionId, endedBy }) =>
      withoutShown(
        withSession(state, sessionId, () => undefined),
        sessionOf(state, sessionId),
        endedBy,
      ),
    'keyledger.session-extended.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    'keyledger.session-shortened.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    ...evolveRotation,
    ...evolveJobs,
  },
};
