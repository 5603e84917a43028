import { grow } from '../../kernel/fold';
import type { SupportAccessEvent } from './events';
import { shownRevision, supportAccess } from './state';

/** What the ETag of an organization's support access tells: another number with whatever is shown, and with nothing else. */
const day = (n: number): string => new Date(Date.UTC(2026, 2, n, 12)).toISOString();
const window = { organizationId: 'o', windowId: 'w' };
const enabled: SupportAccessEvent = {
  type: 'keyledger.support-access-enabled.v1',
  data: { ...window, reason: 'r', enabledBy: 'ann', enabledAt: day(1), expiresAt: day(9) },
};
const changed: SupportAccessEvent = {
  type: 'keyledger.support-access-changed.v1',
  data: { ...window, reason: 's', changedBy: 'ann', changedAt: day(1), expiresAt: day(9) },
};
const warned: SupportAccessEvent = {
  type: 'keyledger.support-access-expiry-warned.v1',
  data: { ...window, expiresAt: day(9), daysBefore: 7 },
};
const expired: SupportAccessEvent = {
  type: 'keyledger.support-access-expired.v1',
  data: { ...window, expiresAt: day(9) },
};
const disabled: SupportAccessEvent = {
  type: 'keyledger.support-access-disabled.v1',
  data: { ...window, reason: 'd', disabledBy: 'ann', disabledAt: day(2) },
};
const emergency: SupportAccessEvent = {
  type: 'keyledger.support-access-emergency-disabled.v1',
  data: { reason: 'd', disabledBy: 'ann', disabledAt: day(2), organizations: 1 },
};
const elsewhere: SupportAccessEvent = { ...enabled, data: { ...enabled.data, organizationId: 'p' } };

const revision = (events: readonly SupportAccessEvent[], now = day(2)): number =>
  shownRevision(grow(supportAccess, supportAccess.initial, events).windows['o'], now);

test.each<[string, SupportAccessEvent[], SupportAccessEvent]>([
  ['let in', [], enabled],
  ['for another reason', [enabled], changed],
  ['shut out', [enabled], disabled],
  ['let in again after its time', [enabled, expired], enabled],
  ['let in again once it was shut out', [enabled, disabled], enabled],
])('it grows when support is %s', (_, before, event) => {
  expect(revision([...before, event])).toBeGreaterThan(revision(before));
});

test.each<[string, SupportAccessEvent[], SupportAccessEvent]>([
  ['a warning', [enabled], warned],
  ['what is changed in another organization', [enabled], elsewhere],
  ['that all of the account were to be shut out', [enabled], emergency],
  ['an end that was told', [enabled, disabled], expired],
])('it stays with %s', (_, before, event) => {
  expect(revision([...before, event])).toBe(revision(before));
});

test('before anybody let support in it is 0', () => {
  expect(revision([])).toBe(0);
  expect(revision([elsewhere])).toBe(0);
});

test('it grows as the time is over, and not once more as that is told', () => {
  const before = revision([enabled], day(8));
  const over = revision([enabled], day(9));
  expect(over).toBeGreaterThan(before);
  expect(revision([enabled, expired], day(9))).toBe(over);
  expect(revision([enabled, expired], day(8))).toBe(over);
});

test('shut out by a node whose clock is behind it is another one than the end that others saw', () => {
  expect(revision([enabled, disabled], day(8))).not.toBe(revision([enabled], day(9)));
});
