import { breakGlass, type BreakGlass } from '../../src/domain/identities/decide/break-glass';
import { checkOut, type CheckOut } from '../../src/domain/identities/decide/check-out';
import {
  confirmInVault,
  failRotation,
  requestRotation,
  type RotationStart,
} from '../../src/domain/identities/decide/rotation';
import { changeIdentity, createIdentity, deleteIdentity } from '../../src/domain/identities/decide/settings';
import { transferSession, type Receiver } from '../../src/domain/identities/decide/transfer-session';
import { replaceCredential } from '../../src/domain/identities/decide/versions';
import type { IdentityEvent, IdentitySettings, RotationTrigger } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import type { IdentityState } from '../../src/domain/identities/state';
import { grow } from '../../src/kernel/fold';
import { isRefusal, refuse, type Refusal } from '../../src/kernel/refusal';
import { timestamp } from '../../src/kernel/time';

export const ID = 'identity1';
const START = Date.parse('2026-03-01T08:00:00.000Z');

/** So many minutes after the story began. */
export const at = (minutes: number): string => timestamp(START + minutes * 60_000);
export const moment = (minutes: number, rotationId = 'next-rotation'): RotationStart => ({
  now: at(minutes),
  rotationId,
});

export const SETTINGS: IdentitySettings = {
  name: 'Billing database',
  username: 'billing',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
};

export const request = (sessionId: string, more: Partial<CheckOut> = {}): CheckOut => ({
  sessionId,
  userId: 'ann',
  userEmail: 'ann@example.com',
  reason: 'month end',
  durationMinutes: 60,
  evidence: { ownerBypass: false, grantId: 'grant1' },
  ...more,
});

type Step = (state: IdentityState) => readonly IdentityEvent[] | Refusal;

/** The facts of an identity made with these settings at minute 0, to which every step added its own. */
export const history = (settings: Partial<IdentitySettings>, ...steps: readonly Step[]): readonly IdentityEvent[] => {
  const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
  let facts = createIdentity(identity.initial, subject, { ...SETTINGS, ...settings }, at(0));
  for (const step of steps) {
    const more = step(grow(identity, identity.initial, facts));
    if (isRefusal(more)) throw new Error(`the story stops: ${more.code}`);
    facts = [...facts, ...more];
  }
  return facts;
};

export const out =
  (sessionId: string, minutes: number, more: Partial<CheckOut> = {}): Step =>
  (state) =>
    checkOut(state, ID, request(sessionId, more), moment(minutes));

/** A session is handed over to bob, unless said otherwise. */
export const transferred =
  (sessionId: string, to: string, minutes: number, more: Partial<Receiver> = {}): Step =>
  (state) => {
    const evidence = { ownerBypass: false, grantId: 'grant2' };
    const receiver = { sessionId: to, userId: 'bob', userEmail: 'bob@example.com', evidence, ...more };
    return transferSession(state, ID, { sessionId, reason: 'shift ends', receiver }, moment(minutes));
  };

/** The glass is broken, for an hour unless said otherwise. */
export const broken =
  (sessionId: string, minutes: number, more: Partial<BreakGlass> = {}): Step =>
  (state) => {
    const asked = {
      sessionId,
      userId: 'eve',
      userEmail: 'eve@example.com',
      reason: 'the site is down',
      durationMinutes: 60,
    };
    return breakGlass(state, ID, { ...asked, ...more }, moment(minutes));
  };

export const requested =
  (rotationId: string, minutes: number, trigger: RotationTrigger = 'manual'): Step =>
  (state) =>
    requestRotation(state, ID, trigger, moment(minutes, rotationId));

export const confirmed =
  (rotationId: string, version: number, minutes: number): Step =>
  (state) =>
    confirmInVault(state, ID, rotationId, version, at(minutes));

export const failed =
  (rotationId: string): Step =>
  (state) =>
    failRotation(state, ID, rotationId, refuse('PASSWORD_POLICY_UNSATISFIABLE', 'No password fits.'), at(2));

export const changed =
  (settings: Partial<IdentitySettings>): Step =>
  (state) =>
    changeIdentity(state, ID, { ...state.settings, ...settings }, at(1));

export const replaced =
  (version: number, minutes: number): Step =>
  (state) =>
    replaceCredential(state, ID, { version, by: 'boss@example.com', now: at(minutes) });

export const deleted =
  (minutes: number): Step =>
  (state) =>
    deleteIdentity(state, ID, at(minutes));

/** Three failed rotations in a row. */
export const suspended: readonly Step[] = ['r1', 'r2', 'r3'].flatMap((id) => [
  requested(id, 1, 'schedule'),
  failed(id),
]);

export const SHARED = { allowConcurrentCheckout: true, maxConcurrentSessions: 3 } as const;
export const ON_HOSTS = { hostIds: ['host1'], connector: 'linux-password' } as const;
export const BY_HAND = { credentialType: 'api_key' } as const;
