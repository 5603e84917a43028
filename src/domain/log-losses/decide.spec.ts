import { grow } from '../../kernel/fold';
import { isRefusal } from '../../kernel/refusal';
import { findOrphan, settleOrphan } from './decide';
import type { LogLossEvent } from './events';
import { logLosses } from './state';

const found = {
  lossId: 'l1',
  stream: 'identity-i',
  revision: 3,
  orphanId: 'i',
  vaultId: 'v',
  version: 4,
  foundAt: '2026-03-01T08:00:00.000Z',
};
const settled: LogLossEvent = {
  type: 'keyledger.orphaned-value-settled.v1',
  data: { lossId: 'l1', orphanId: 'i', version: 4, reason: 'tried', settledBy: 'ann' },
};
const isFound: LogLossEvent = { type: 'keyledger.orphaned-value-found.v1', data: found };
const after = (...events: LogLossEvent[]) => grow(logLosses, logLosses.initial, events);
const settle = (state: ReturnType<typeof after>, isProven = false, lossId = 'l1') => {
  const decided = settleOrphan(state, { lossId, reason: 'tried', settledBy: 'ann' }, isProven);
  return isRefusal(decided) ? decided.code : decided;
};

describe('a value that no fact names any more', () => {
  it('is told once, also when the log goes back again and it is found under another id', () => {
    expect(findOrphan(after(), found)).toEqual([isFound]);
    expect(findOrphan(after(isFound), { ...found, lossId: 'l2' })).toEqual([]);
    expect(findOrphan(after(isFound, settled), { ...found, lossId: 'l2' })).toEqual([]);
  });

  it('is settled once, with a reason, and not while a host is known to hold it', () => {
    expect(settle(after(isFound))).toEqual([settled]);
    expect(settle(after(isFound, settled))).toEqual([]);
    expect(settle(after(isFound), true)).toBe('CONFLICT');
    expect(settle(after(isFound), false, 'constructor')).toBe('NOT_FOUND');
  });
});
