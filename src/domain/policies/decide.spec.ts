import { grow } from '../../kernel/fold';
import { isRefusal } from '../../kernel/refusal';
import { dismiss, handled, park, requestRetry } from './decide';
import type { PolicyEvent } from './events';
import { policy } from './state';

const parked = (tries = 5) => ({
  policy: 'p',
  eventId: 'e',
  type: 't',
  stream: 's-1',
  revision: 3,
  since: '2026-01-01T00:00:00.000Z',
  tries,
  cause: 'TypeError',
});
const after = (...events: readonly PolicyEvent[]) => grow(policy, policy.initial, events);
const isParked: PolicyEvent = { type: 'keyledger.policy-event-parked.v1', data: parked() };
const gone = (what: unknown) => isRefusal(what as object) && (what as { code: string }).code === 'NOT_FOUND';

test('an event is parked once, and told anew when another try failed', () => {
  expect(park(policy.initial, parked())).toEqual([isParked]);
  expect(park(after(isParked), parked())).toEqual([]);
  expect(park(after(isParked), parked(6))).toHaveLength(1);
});

test('what was acted upon after all is parked no more, and that is told once', () => {
  const [told] = handled(after(isParked), 'p', 'e');
  expect(told?.type).toBe('keyledger.policy-event-handled.v1');
  expect(handled(after(isParked, told as PolicyEvent), 'p', 'e')).toEqual([]);
});

test('what is not parked can be neither retried nor dismissed', () => {
  const given = { policy: 'p', eventId: 'e', reason: 'seen to' };
  for (const state of [policy.initial, after(isParked, { type: 'keyledger.policy-event-dismissed.v1', data: given })]) {
    expect([requestRetry(state, 'p', 'e'), dismiss(state, given)].every(gone)).toBe(true);
  }
  expect(requestRetry(after(isParked), 'p', 'e')).toHaveLength(1);
  expect(dismiss(after(isParked), given)).toEqual([{ type: 'keyledger.policy-event-dismissed.v1', data: given }]);
});
