import { grow } from '../../../kernel/fold';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal';
import { plusDays } from '../../../kernel/time';
import type { AgentOnHost, IdentityEvent, IdentitySettings } from '../events';
import type { ImportedScheme } from '../../../kernel/value-schemes';
import type { IdentitySubject } from '../../identity-subject';
import { accountOf } from '../account-of';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { endRequests } from './access-request';
import { admitAgent } from './admit-agent';
import { callOff } from './end-job';
import { due, nextRotation, rotationInProgress, subjectOf, type RotationStart } from './rotation';
import { settleRotation } from './settle-rotation';
import { changing, refuseWhileChanging } from './under-way';
import { sameJson } from '../../../kernel/facts/same-json';

/** Days in which a deleted identity can be brought back; then its values are destroyed. */
export const UNDELETE_DAYS = 7;

const workingThere = (agents: readonly AgentOnHost[] = []): { agents?: readonly AgentOnHost[] } =>
  agents.length === 0 ? {} : { agents };

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such identity.');

export interface CreationContext {
  /** Id of the user who typed the value. */
  readonly typedBy?: string;
  /** How the value was stored where it was imported from. */
  readonly scheme?: ImportedScheme;
  /** The agents at work on its hosts. */
  readonly agents?: readonly AgentOnHost[];
}

export interface BroughtBack {
  readonly agents?: readonly AgentOnHost[];
  readonly settings?: IdentitySettings;
}

/** Its place in the vault and its accounts on hosts are reserved, its first value is stored. */
export const createIdentity = (
  state: IdentityState,
  subject: IdentitySubject,
  settings: IdentitySettings,
  now: string,
  { typedBy, agents, scheme, version = 1 }: CreationContext & { readonly version?: number } = {},
): readonly IdentityEvent[] =>
  state.status === 'none'
    ? [
        {
          type: 'keyledger.identity-created.v1',
          data: {
            ...subject,
            ...settings,
            credentialVersion: version,
            createdAt: now,
            ...due(nextRotation(settings, now)),
            ...workingThere(agents),
            ...(typedBy === undefined ? {} : { typedBy }),
            ...(scheme === undefined ? {} : { scheme }),
          },
        },
      ]
    : [];

/** Affects the next checkout, never an open one. `agents`: who works on the hosts it comes to. */
export const changeIdentity = (
  state: IdentityState,
  identityId: string,
  settings: IdentitySettings,
  now: string,
  agents?: readonly AgentOnHost[],
): readonly IdentityEvent[] | Refusal => {
  if (state.status !== 'active' && state.status !== 'enrolling') {
    return gone();
  }
  const moved = accountOf(state.settings) !== accountOf(settings);
  const rotating = state.rotation?.mode === 'hosts';
  // A host that comes to it meanwhile has no job: it would be taken to hold what it was never given.
  const joined = settings.hostIds.some((hostId) => !state.settings.hostIds.includes(hostId));
  if ((joined && rotating) || (moved && (rotating || changing(state, now) !== undefined))) {
    return rotationInProgress('A rotation is on its way on the hosts. Cancel it, or wait for its end.', 5);
  }
  // Only a new interval moves the date: a new name would else put off a rotation that a restored value left due.
  const nextRotationAt =
    settings.rotationIntervalDays === state.settings.rotationIntervalDays
      ? state.nextRotationAt
      : nextRotation(settings, state.lastRotatedAt ?? state.createdAt);
  const unchanged = sameJson(settings, state.settings);
  const data = { ...subjectOf(state, identityId), ...settings, ...due(nextRotationAt), ...workingThere(agents) };
  if (unchanged) {
    return [];
  }
  const called = [
    ...callOff(state, identityId, ({ hostId }) => !settings.hostIds.includes(hostId), 'host_removed', now),
    ...(moved ? callOff(state, identityId, ({ hostId }) => settings.hostIds.includes(hostId), 'superseded', now) : []),
  ];
  const events: readonly IdentityEvent[] = [...called, { type: 'keyledger.identity-changed.v1', data }];
  // A rotation that waited for a host the identity is no longer on may be over by this.
  return [...events, ...settleRotation(grow(identity, state, events), identityId, now)];
};

/** Nobody may be using it, and nothing may be changing it. Requests for access end: nothing is left to approve. */
export const deleteIdentity = (
  state: IdentityState,
  identityId: string,
  now: string,
): readonly IdentityEvent[] | Refusal => {
  if (state.status !== 'active' && state.status !== 'enrolling') {
    return gone();
  }
  if (state.sessions.length > 0) {
    return refuse('CHECKED_OUT', 'The identity is checked out. Wait for the checkin, or force it.');
  }
  if (state.rotation !== undefined && state.rotation.mode !== 'manual') {
    return rotationInProgress('A rotation is on its way.', 5);
  }
  const refusal = refuseWhileChanging(state, now);
  const deleted = { ...subjectOf(state, identityId), deletedAt: now };
  return (
    refusal ?? [
      ...callOff(state, identityId, () => true, 'identity_deleted', now),
      ...endRequests(state, identityId, now),
      { type: 'keyledger.identity-deleted.v1', data: deleted },
    ]
  );
};

export const mayUndelete = (state: IdentityState, now: string): Refusal | undefined => {
  if (state.status === 'active' || state.status === 'enrolling') {
    return refuse('CONFLICT', 'The identity is not deleted.');
  }
  const inTime = state.deletedAt !== undefined && plusDays(state.deletedAt, UNDELETE_DAYS) > now;
  return state.status === 'deleted' && inTime ? undefined : gone();
};

/**
 * It is what it was, but for `settings` where a host was deleted meanwhile. `agents`: who is to work for it on its hosts;
 * one that came while it was deleted is sent nothing from before, as nobody asked for that by bringing it back.
 */
export const undeleteIdentity = (
  state: IdentityState,
  identityId: string,
  moment: RotationStart,
  { agents = [], settings = state.settings }: BroughtBack = {},
): readonly IdentityEvent[] | Refusal => {
  const refusal = mayUndelete(state, moment.now);
  if (refusal !== undefined) {
    return refusal;
  }
  const back: IdentityEvent = { type: 'keyledger.identity-undeleted.v1', data: subjectOf(state, identityId) };
  const changed = changeIdentity(grow(identity, state, [back]), identityId, settings, moment.now);
  return isRefusal(changed)
    ? changed
    : agents.reduce<readonly IdentityEvent[]>(
        (told, agent) => [...told, ...admitAgent(grow(identity, state, told), identityId, agent, moment)],
        [back, ...changed],
      );
};

/** After the days of grace, or at once when an owner purges it. */
export const destroyIdentity = (
  state: IdentityState,
  identityId: string,
  now: string,
  purge: boolean,
): readonly IdentityEvent[] => {
  const ripe = state.deletedAt !== undefined && plusDays(state.deletedAt, UNDELETE_DAYS) <= now;
  return state.status === 'deleted' && (purge || ripe)
    ? [{ type: 'keyledger.identity-destroyed.v1', data: subjectOf(state, identityId) }]
    : [];
};
