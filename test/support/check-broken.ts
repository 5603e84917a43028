import type { IdentityEvent } from '../../src/domain/identities/events';
import type { IdentityState } from '../../src/domain/identities/state';

interface Lived {
  readonly facts: readonly IdentityEvent[];
  readonly state: IdentityState;
}

/** Another value is in force by it, or is to be: a person may also give it by hand. */
const CHANGES = [
  'keyledger.rotation-requested.v1',
  'keyledger.rotation-confirmed.v1',
  'keyledger.identity-credential-replaced.v1',
];

/** Once the glass was broken: it is over or open, reviewed or waiting for that, and after its end the value changes. */
export const checkBroken = ({ facts, state }: Lived): void => {
  const broken = facts.flatMap((fact) =>
    fact.type === 'keyledger.identity-checked-out.v1' && fact.data.breakGlass ? [fact.data.sessionId] : [],
  );
  const reviewed = facts.flatMap((fact) =>
    fact.type === 'keyledger.break-glass-reviewed.v1' ? [fact.data.sessionId] : [],
  );
  const waiting = [...state.sessions, ...state.openReviews].map(({ sessionId }) => sessionId);
  expect(broken.filter((id) => !reviewed.includes(id) && !waiting.includes(id))).toEqual([]);
  expect(new Set(reviewed).size).toBe(reviewed.length);
  const isEnd = (fact: IdentityEvent) =>
    fact.type === 'keyledger.identity-checked-in.v1' && broken.includes(fact.data.sessionId);
  const last = facts.findLastIndex(isEnd);
  const changed = facts.slice(last + 1).some(({ type }) => CHANGES.includes(type));
  expect(
    last === -1 || changed || state.rotation !== undefined || state.owed !== undefined || wasFailed(facts, last),
  ).toBe(true);
};

/** What was under way when the glass was put back and failed since is tried anew by the scheduler, or by a person. */
const wasFailed = (facts: readonly IdentityEvent[], since: number): boolean =>
  facts.slice(since + 1).some(({ type }) => type === 'keyledger.rotation-failed.v1');
