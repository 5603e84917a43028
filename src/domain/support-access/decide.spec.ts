import { given } from '../../../test/support/given-when-then';
import { disableSupportAccess, emergencyDisable, enableSupportAccess, tellExpiry } from './decide';
import type { SupportAccessEvent } from './events';
import { supportAccess, type SupportAccessState } from './state';

const day = (n: number): string => new Date(Date.UTC(2026, 2, n, 12)).toISOString();
const by = (now: string) => ({ by: 'ann', now });
const window = { organizationId: 'o', windowId: 'w' };

const enabled = (expiresAt?: string, of = window): SupportAccessEvent => ({
  type: 'keyledger.support-access-enabled.v1',
  data: { ...of, reason: 'r', enabledBy: 'ann', enabledAt: day(1), ...(expiresAt === undefined ? {} : { expiresAt }) },
});
const changed = (expiresAt?: string): SupportAccessEvent => ({
  type: 'keyledger.support-access-changed.v1',
  data: {
    ...window,
    reason: 'r',
    changedBy: 'ann',
    changedAt: day(1),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  },
});
const disabled: SupportAccessEvent = {
  type: 'keyledger.support-access-disabled.v1',
  data: { ...window, reason: 'r', disabledBy: 'ann', disabledAt: day(1) },
};
const expired = (expiresAt: string): SupportAccessEvent => ({
  type: 'keyledger.support-access-expired.v1',
  data: { ...window, expiresAt },
});
const warned = (expiresAt: string, daysBefore: 1 | 7): SupportAccessEvent => ({
  type: 'keyledger.support-access-expiry-warned.v1',
  data: { ...window, expiresAt, daysBefore },
});

const enable =
  (now: string, terms: { reason?: string; expiresInDays?: number } = {}) =>
  (state: SupportAccessState) =>
    enableSupportAccess(state, { organizationId: 'o', windowId: 'new', reason: 'r', ...terms }, by(now));
const disable = (now: string) => (state: SupportAccessState) => disableSupportAccess(state, 'o', 'r', by(now));
const tell = (dueAt: string, now: string) => (state: SupportAccessState) => tellExpiry(state, 'o', dueAt, now);

const opened = { type: 'keyledger.support-access-enabled.v1', data: { windowId: 'new', enabledBy: 'ann' } } as const;
const moved = { type: 'keyledger.support-access-changed.v1', data: { windowId: 'w' } } as const;

type Row = [
  string,
  SupportAccessEvent[],
  (state: SupportAccessState) => readonly SupportAccessEvent[],
  object[] | 'nothing',
];
const ROWS: Row[] = [
  ['enabled without an end', [], enable(day(1)), [{ ...opened, data: { ...opened.data, organizationId: 'o' } }]],
  ['enabled for days', [], enable(day(1), { expiresInDays: 30 }), [{ ...opened, data: { expiresAt: day(31) } }]],
  ['the same again', [enabled()], enable(day(2)), 'nothing'],
  ['another reason', [enabled()], enable(day(2), { reason: 'x' }), [{ ...moved, data: { reason: 'x' } }]],
  ['another end', [enabled()], enable(day(2), { expiresInDays: 1 }), [{ ...moved, data: { expiresAt: day(3) } }]],
  ['the end taken away', [enabled(day(9))], enable(day(2)), [moved]],
  ['enabled anew once disabled', [enabled(), disabled], enable(day(2)), [opened]],
  [
    'enabled anew when its time is over: the end is told first',
    [enabled(day(2))],
    enable(day(2)),
    [expired(day(2)), opened],
  ],
  ['enabled anew after the end was told', [enabled(day(2)), expired(day(2))], enable(day(3)), [opened]],
  ['disabled', [enabled(day(9))], disable(day(2)), [{ ...disabled, data: { ...window, disabledBy: 'ann' } }]],
  ['disabled where it never was on', [], disable(day(2)), 'nothing'],
  ['disabled twice', [enabled(), disabled], disable(day(2)), 'nothing'],
  ['disabled when its time is over', [enabled(day(2))], disable(day(2)), [expired(day(2))]],
  ['a week before', [enabled(day(9))], tell(day(2), day(2)), [warned(day(9), 7)]],
  ['a day before, told late', [enabled(day(9))], tell(day(8), day(8)), [warned(day(9), 1)]],
  ['warned twice', [enabled(day(9)), warned(day(9), 7)], tell(day(2), day(2)), 'nothing'],
  ['its end', [enabled(day(9))], tell(day(9), day(9)), [expired(day(9))]],
  ['its end, however late it is found', [enabled(day(9))], tell(day(2), day(20)), [expired(day(9))]],
  ['the end was moved meanwhile', [enabled(day(9)), changed(day(20))], tell(day(8), day(8)), 'nothing'],
  ['the end was taken away meanwhile', [enabled(day(9)), changed()], tell(day(9), day(9)), 'nothing'],
  ['it was disabled meanwhile', [enabled(day(9)), disabled], tell(day(9), day(9)), 'nothing'],
];

test.each(ROWS)('%s', (_, facts, decide, then) => {
  given(supportAccess, facts)
    .when(decide)
    .then(then as never);
});

test('an emergency ends every window in one append, and is told when there was none', () => {
  const other = { organizationId: 'p', windowId: 'v' };
  const over = { organizationId: 'q', windowId: 'u' };
  const facts = [enabled(), enabled(day(9), other), enabled(day(2), over)];
  const all = (state: SupportAccessState) => emergencyDisable(state, 'stop', by(day(3)));
  const told = 'keyledger.support-access-emergency-disabled.v1';
  given(supportAccess, facts)
    .when(all)
    .then([
      { type: told, data: { organizations: 2, reason: 'stop', disabledBy: 'ann' } },
      { type: 'keyledger.support-access-expired.v1', data: over },
      { type: 'keyledger.support-access-disabled.v1', data: { ...window, emergency: true } },
      { type: 'keyledger.support-access-disabled.v1', data: { ...other, emergency: true } },
    ]);
  given(supportAccess, [])
    .when(all)
    .then([{ type: told, data: { organizations: 0 } }]);
});
