import fc from 'fast-check';
import type { Answer, Client } from './client';
import type { RunningApplication } from './running-application';
import type { TurnedClock } from './turned-clock';
import type { Fixture } from './fixture';

/** A value somebody was shown, and which facts of that disclosure had to be in the log by then. */
export interface Disclosure {
  readonly identityId: string;
  readonly email: string;
  readonly version: number;
  readonly value: string;
  /** Absent: a reveal. */
  readonly sessionId?: string;
  /** Head of the log when the value was in the caller's hands. */
  readonly head: string;
}

/** Several people who use an application, in whatever order comes. */
export class Walk {
  readonly disclosures: Disclosure[] = [];
  readonly answers: Answer[] = [];
  private readonly sessions: { readonly id: string; readonly holder: Client }[] = [];
  private values = 0;

  constructor(
    readonly application: RunningApplication,
    readonly fixture: Fixture,
    readonly clock: TurnedClock,
    readonly identityIds: readonly string[],
  ) {}

  identity(nth: number): string {
    return this.identityIds[nth % this.identityIds.length] ?? '';
  }

  session(nth: number) {
    return this.sessions[nth % Math.max(1, this.sessions.length)];
  }

  async checkOut(who: Client, identityId: string, durationMinutes: number, key?: string): Promise<void> {
    const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': `${identityId}-${key}` };
    const path = `/identities/${identityId}/checkout`;
    const answer = await this.heard(who.post(path, { reason: 'walk', durationMinutes }, headers));
    if (answer.status === 201) {
      this.sessions.push({ id: answer.body.session.id, holder: who });
      await this.disclosed(who, identityId, answer, answer.body.session.id);
    }
  }

  async reveal(who: Client, identityId: string): Promise<void> {
    const answer = await this.heard(who.post(`/identities/${identityId}/reveal`));
    if (answer.status === 200) {
      await this.disclosed(who, identityId, answer);
    }
  }

  async heard(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    this.answers.push(answer);
    return answer;
  }

  newValue(): string {
    return `by hand ${(this.values += 1)} ${Math.random()}`;
  }

  private async disclosed(who: Client, identityId: string, answer: Answer, sessionId?: string): Promise<void> {
    const { credential } = answer.body;
    if (credential !== undefined) {
      const { version, value } = credential;
      const head = await this.application.adapters.eventStore.head();
      const shown = { identityId, email: who.email, version, value, head };
      this.disclosures.push(sessionId === undefined ? shown : { ...shown, sessionId });
    }
  }
}

export type Step = (walk: Walk) => Promise<unknown>;

const kind = fc.constantFrom('user', 'groupUser', 'owner', 'revealer' as const);
const nth = fc.nat(30);

const checkOuts = fc.tuple(kind, nth, fc.integer({ min: 5, max: 120 }), fc.option(fc.constantFrom('a', 'b'))).map(
  ([who, n, minutes, key]): Step =>
    (walk) =>
      // One key asks for one thing: another duration under it would only be refused.
      walk.checkOut(walk.fixture.people[who], walk.identity(n), key === null ? minutes : 15, key ?? undefined),
);
const reveals = fc.tuple(kind, nth).map(
  ([who, n]): Step =>
    (walk) =>
      walk.reveal(walk.fixture.people[who], walk.identity(n)),
);
const onSessions = fc
  .tuple(nth, fc.constantFrom('checkin', 'extend', 'force-checkin'), fc.integer({ min: 1, max: 200 }))
  .map(([n, what, durationMinutes]): Step => async (walk) => {
    const session = walk.session(n);
    if (session === undefined) return;
    const who = what === 'force-checkin' ? walk.fixture.people.manager : session.holder;
    const bodies: Record<string, object> = {
      extend: { durationMinutes, reason: 'more' },
      'force-checkin': { reason: 'now' },
    };
    await walk.heard(who.post(`/sessions/${session.id}/${what}`, bodies[what]));
  });
const byManager = fc
  .tuple(
    nth,
    fc.constantFrom('rotate', 'credential', 'delete', 'undelete', 'undelete', 'restore', 'discard'),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([n, what, version]): Step => (walk) => {
    const { manager } = walk.fixture.people;
    const path = `/identities/${walk.identity(n)}`;
    switch (what) {
      case 'credential':
        return walk.heard(manager.put(`${path}/credential`, { credential: walk.newValue() }));
      case 'delete':
        return walk.heard(manager.delete(path));
      case 'restore':
      case 'discard':
        return walk.heard(manager.post(`${path}/versions/${version}/${what}`));
      default:
        return walk.heard(manager.post(`${path}/${what}`));
    }
  });
const settings = fc
  .tuple(
    nth,
    fc.record(
      {
        allowConcurrentCheckout: fc.boolean(),
        maxConcurrentSessions: fc.integer({ min: 1, max: 3 }),
        rotateAfterUse: fc.boolean(),
        rotationIntervalDays: fc.constantFrom(1, null),
      },
      { requiredKeys: [] },
    ),
  )
  .map(
    ([n, changed]): Step =>
      (walk) =>
        walk.heard(walk.fixture.people.manager.patch(`/identities/${walk.identity(n)}`, changed)),
  );
const grants = fc
  .tuple(fc.boolean(), fc.option(fc.integer({ min: 1, max: 90 })))
  .map(([out, ends]): Step => async (walk) => {
    const { owner, groupId, idpUserIds, vaultId, grantIds } = walk.fixture;
    const member = `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`;
    await walk.heard(out ? owner.delete(member) : owner.put(member));
    const expiresAt = ends === null ? null : walk.clock.in(ends);
    await walk.heard(owner.patch(`/identity-groups/${vaultId}/access/${grantIds['user']}`, { expiresAt }));
  });
const time = fc.constantFrom(1, 5, 20, 60, 1500).map(
  (minutes): Step =>
    async (walk) =>
      walk.clock.pass(minutes),
);
const round = fc.constant<Step>((walk) => walk.application.policies.round());

const anyStep = fc.oneof(
  { weight: 8, arbitrary: checkOuts },
  { weight: 3, arbitrary: reveals },
  { weight: 6, arbitrary: onSessions },
  { weight: 3, arbitrary: byManager },
  { weight: 2, arbitrary: settings },
  { weight: 1, arbitrary: grants },
  { weight: 2, arbitrary: time },
  { weight: 1, arbitrary: round },
);

/** Steps, some of them at once. */
export const anyWalk = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 4 }), { minLength: 10, maxLength: 30 });
