import fc from 'fast-check';
import { checkBroken } from './check-broken';
import { at, ID, request } from './an-identity';
import { expectPlain } from './given-when-then';
import { grow } from '../../src/kernel/fold';
import { isRefusal, refuse, type Refusal } from '../../src/kernel/refusal';
import { breakGlass } from '../../src/domain/identities/decide/break-glass';
import { checkOut } from '../../src/domain/identities/decide/check-out';
import { isOver } from '../../src/domain/identities/decide/end-session';
import {
  confirmInVault,
  failRotation,
  requestByHand,
  requestWhenDue,
} from '../../src/domain/identities/decide/rotation';
import { reviewBreakGlass } from '../../src/domain/identities/decide/review-break-glass';
import { checkIn, expire, extend, shorten } from '../../src/domain/identities/decide/session';
import { transferSession } from '../../src/domain/identities/decide/transfer-session';
import { changeIdentity, deleteIdentity, undeleteIdentity } from '../../src/domain/identities/decide/settings';
import { replaceCredential, restoreVersion } from '../../src/domain/identities/decide/versions';
import type { IdentityEvent } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import type { IdentityState, OpenSession } from '../../src/domain/identities/state';

/** A life of one identity: its facts, its state grown fact by fact, and the clock. */
export class Life {
  facts: readonly IdentityEvent[] = [];
  state: IdentityState = identity.initial;
  minute = 0;
  ids = 0;
  last: readonly IdentityEvent[] = [];

  decide(decision: (state: IdentityState) => readonly IdentityEvent[] | Refusal): void {
    const before = JSON.stringify(this.state);
    const decided = decision(this.state);
    expectSame(JSON.stringify(this.state), before);
    this.last = isRefusal(decided) ? [] : decided;
    for (const fact of this.last) this.append(fact);
  }

  get moment() {
    return { now: at(this.minute), rotationId: `rotation${(this.ids += 1)}` };
  }

  session(nth: number): string {
    return this.begun(nth)?.sessionId ?? 'none';
  }

  begun(nth: number) {
    const all = this.facts.flatMap((fact) => (fact.type === 'keyledger.identity-checked-out.v1' ? [fact.data] : []));
    return all[nth % Math.max(1, all.length)];
  }

  private append(fact: IdentityEvent): void {
    checkFact(this, fact);
    this.facts = [...this.facts, fact];
    this.state = grow(identity, this.state, [fact]);
  }
}

const expectSame = (found: unknown, before: unknown): void => expect(found).toEqual(before);

/** What must hold when a fact is added to those before it. */
const checkFact = ({ facts, state, minute }: Life, fact: IdentityEvent): void => {
  const live = state.sessions.filter((session) => !isOver(session, at(minute)));
  const { settings: set, rotation } = state;
  if (fact.type === 'keyledger.identity-checked-out.v1') {
    // Nobody but who breaks the glass gets in beside as many as may, or while the value is being changed.
    if (!fact.data.breakGlass) {
      expect(live.length).toBeLessThan(set.allowConcurrentCheckout ? set.maxConcurrentSessions : 1);
      expect(rotation?.mode).not.toBe('vault');
    }
    expect(facts.some((other) => other.type === fact.type && other.data.sessionId === fact.data.sessionId)).toBe(false);
  }
  if (fact.type === 'keyledger.rotation-requested.v1') {
    expect(rotation).toBeUndefined();
    expect(live).toEqual([]);
  }
  if (fact.type === 'keyledger.identity-checked-in.v1') {
    expect(state.sessions.map(({ sessionId }) => sessionId)).toContain(fact.data.sessionId);
  }
  if (fact.type === 'keyledger.identity-deleted.v1') {
    expect(live).toEqual([]);
  }
};

/** Whoever forces a checkin gets a new value, now or when the last session ends. */
const checkEnd = ({ last, state }: Life, open: boolean, asks: boolean): void => {
  expect(last.length > 0).toBe(open);
  if (open && asks) expect(state.rotation ?? state.owed).toBeDefined();
};

/** Nobody gains time by a hand-over, and nobody who knew the value keeps it beyond the end of the last use. */
const checkTransfer = ({ state }: Life, given: OpenSession | undefined, sessionId: string): void => {
  const begun = state.sessions.find((session) => session.sessionId === sessionId);
  if (begun === undefined) return;
  const willChange = state.owed !== undefined || state.rotation !== undefined;
  expect(begun.expiresAt <= (given?.expiresAt ?? '')).toBe(true);
  expect(given?.rotateAfterUse !== true || state.suspended || willChange).toBe(true);
};

type Act = (life: Life) => void;
const user = fc.constantFrom('ann', 'bob', 'eve');
const nth = fc.nat(20);

const checkOuts = fc
  .tuple(user, fc.integer({ min: 5, max: 1440 }), fc.option(fc.nat(300)))
  .map(([userId, durationMinutes, grant]): Act => (life) => {
    const grantEndsAt = grant === null ? {} : { grantEndsAt: at(life.minute + grant + 1) };
    const asked = request(`session${(life.ids += 1)}`, { userId, durationMinutes, ...grantEndsAt });
    life.decide((state) => (state.status === 'active' ? checkOut(state, ID, asked, life.moment) : []));
  });
const breaks = fc.tuple(user, fc.integer({ min: 1, max: 1440 })).map(([userId, durationMinutes]): Act => (life) => {
  const sessionId = `session${(life.ids += 1)}`;
  const asked = { sessionId, userId, userEmail: `${userId}@example.com`, reason: 'the site is down', durationMinutes };
  life.decide((state) => (state.status === 'active' ? breakGlass(state, ID, asked, life.moment) : []));
});
const transfers = fc.tuple(user, nth, fc.option(fc.nat(300))).map(([userId, n, grant]): Act => (life) => {
  const grantEndsAt = grant === null ? {} : { grantEndsAt: at(life.minute + grant + 1) };
  const { reason: _r, durationMinutes: _d, ...receiver } = request(`session${(life.ids += 1)}`, { userId });
  const transfer = { sessionId: life.session(n), reason: 'shift ends', receiver: { ...receiver, ...grantEndsAt } };
  const given = life.state.sessions.find(({ sessionId }) => sessionId === transfer.sessionId);
  life.decide((state) => transferSession(state, ID, transfer, life.moment));
  checkTransfer(life, given, receiver.sessionId);
});
const reviews = nth.map((n): Act => (life) => {
  const by = { reviewedBy: 'boss', reviewerEmail: 'boss@example.com', note: 'seen' };
  const { breakGlass: wasBroken = false, sessionId = 'none' } = life.begun(n) ?? {};
  life.decide((state) => reviewBreakGlass(state, ID, { id: sessionId, breakGlass: wasBroken }, by, life.moment));
});
const repetitions = nth.map((n): Act => (life) => {
  const open = life.state.sessions[n % Math.max(1, life.state.sessions.length)];
  if (open === undefined) return;
  life.decide((state) => checkOut(state, ID, request(open.sessionId, { userId: open.userId }), life.moment));
});
const ends = fc.tuple(nth, fc.constantFrom('checkin', 'force', 'grant_revoked')).map(([n, endedBy]): Act => (life) => {
  const suspendedBefore = life.state.suspended;
  const open = life.state.sessions.some(({ sessionId }) => sessionId === life.session(n));
  life.decide((state) => checkIn(state, ID, life.session(n), { endedBy: endedBy as 'force' }, life.moment));
  checkEnd(life, open, endedBy === 'force' || (endedBy === 'grant_revoked' && !suspendedBefore));
});
const stretches = fc
  .tuple(nth, fc.integer({ min: 1, max: 1440 }), fc.boolean())
  .map(([n, minutes, longer]): Act => (life) => {
    const id = life.session(n);
    const now = at(life.minute);
    const ask = { reason: 'more', durationMinutes: minutes };
    life.decide((state) =>
      longer ? extend(state, ID, id, ask, now) : shorten(state, ID, id, at(life.minute + minutes)),
    );
  });
const rotations = fc.constantFrom<Act>(
  (life) => life.decide((state) => requestByHand(state, ID, life.moment)),
  (life) => life.decide((state) => requestWhenDue(state, ID, life.moment)),
  (life) => {
    const { rotation, highestVersion } = life.state;
    life.decide((state) =>
      confirmInVault(state, ID, rotation?.rotationId ?? 'none', highestVersion + 1, at(life.minute)),
    );
  },
  (life) =>
    life.decide((state) => failRotation(state, ID, state.rotation?.rotationId ?? 'none', refuse('X', 'x'), at(0))),
);
const values = fc.boolean().map((back): Act => (life) => {
  const set = { version: life.state.highestVersion + 1, by: 'boss', now: at(life.minute) };
  const old = life.state.replaced.at(-1)?.version ?? 0;
  life.decide((state) => (back ? restoreVersion(state, ID, old, set) : replaceCredential(state, ID, set)));
});
const settings = fc
  .record(
    {
      allowConcurrentCheckout: fc.boolean(),
      maxConcurrentSessions: fc.integer({ min: 1, max: 4 }),
      rotateAfterUse: fc.boolean(),
      rotationIntervalDays: fc.integer({ min: 1, max: 3 }),
      hostIds: fc.constantFrom([], ['host1']),
      connector: fc.constant('linux-password'),
    },
    { requiredKeys: [] },
  )
  .map((changed): Act => (life) => {
    const open = life.state.sessions;
    life.decide((state) => changeIdentity(state, ID, { ...state.settings, ...changed }, at(life.minute)));
    expectSame(life.state.sessions, open);
  });
const lives = fc.constantFrom<Act>(
  (life) => life.decide((state) => deleteIdentity(state, ID, at(life.minute))),
  (life) => life.decide((state) => undeleteIdentity(state, ID, life.moment)),
);
const time = fc.nat(2000).map((minutes): Act => (life) => {
  life.minute += minutes;
});
const sweep = fc.constant<Act>((life) => life.decide((state) => expire(state, ID, life.moment)));

/** Anything that people, policies and time do to an identity. */
export const anyAct = fc.oneof(
  { weight: 6, arbitrary: checkOuts },
  { weight: 2, arbitrary: breaks },
  { weight: 2, arbitrary: transfers },
  { weight: 1, arbitrary: reviews },
  { weight: 1, arbitrary: repetitions },
  { weight: 4, arbitrary: ends },
  { weight: 2, arbitrary: stretches },
  { weight: 4, arbitrary: rotations },
  { weight: 1, arbitrary: values },
  { weight: 2, arbitrary: settings },
  { weight: 1, arbitrary: lives },
  { weight: 3, arbitrary: time },
  { weight: 2, arbitrary: sweep },
);

/** What must hold of the whole life, seen from its end. */
export const checkWhole = (life: Life): void => {
  const { facts, state } = life;
  checkBroken(life);
  expectPlain(facts);
  expect(grow(identity, identity.initial, JSON.parse(JSON.stringify(facts)) as IdentityEvent[])).toEqual(state);
  const began = facts.flatMap((fact) => (fact.type === 'keyledger.identity-checked-out.v1' ? [fact.data] : []));
  const ended = facts.flatMap((fact) =>
    fact.type === 'keyledger.identity-checked-in.v1' ? [fact.data.sessionId] : [],
  );
  expect(new Set(ended).size).toBe(ended.length);
  expect(state.sessions.map(({ sessionId }) => sessionId)).toEqual(
    began.map(({ sessionId }) => sessionId).filter((sessionId) => !ended.includes(sessionId)),
  );
  const DAY_MS = 1440 * 60_000;
  for (const { checkedOutAt, heldSince = checkedOutAt, expiresAt } of state.sessions) {
    expect(Date.parse(expiresAt) - Date.parse(heldSince)).toBeLessThanOrEqual(DAY_MS);
  }
  // What is owed is owed to a session that still holds it up; else checkouts would wait for nothing.
  expect(state.owed === undefined || state.sessions.length > 0).toBe(true);
};
