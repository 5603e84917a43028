import { grow } from '../../kernel/fold';
import { isRefusal } from '../../kernel/refusal';
import { findOrphan, findRevocations, omitLosses, settleOrphan, settleRevocation } from './decide';
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
    expect(findOrphan(after(), found).events).toEqual([isFound]);
    expect(findOrphan(after(isFound), { ...found, lossId: 'l2' }).events).toEqual([]);
    expect(findOrphan(after(isFound, settled), { ...found, lossId: 'l2' }).events).toEqual([]);
  });

  it('is settled once, with a reason, and not while a host is known to hold it', () => {
    expect(settle(after(isFound))).toEqual([settled]);
    expect(settle(after(isFound, settled))).toEqual([]);
    expect(settle(after(isFound), true)).toBe('CONFLICT');
    expect(settle(after(isFound), false, 'constructor')).toBe('NOT_FOUND');
  });
});

describe('what a lost fact had taken away', () => {
  const row = (n: number) => ({
    lossId: `r${n}`,
    stream: 'vaultAccess-v',
    revision: n,
    lostType: 'keyledger.grant-revoked.v1',
    what: 'a grant was revoked',
    foundAt: found.foundAt,
  });
  const many = (count: number) => Array.from({ length: count }, (_, n) => row(n));
  const omitted = { lossId: 'o', omitted: 7, of: 'revocations', foundAt: found.foundAt } as const;
  const settleOne = (state: ReturnType<typeof after>, lossId = 'r0') => {
    const decided = settleRevocation(state, { lossId, reason: 'done again', settledBy: 'ann' });
    return isRefusal(decided) ? decided.code : decided;
  };

  it('is told once each, in the order given', () => {
    const { events } = findRevocations(after(), many(3), 'o');
    expect(events.map(({ data }) => data)).toEqual(many(3));
    expect(findRevocations(after(...events), many(4), 'o')).toMatchObject({ events: [{ data: row(3) }], omitted: 0 });
  });

  it('is listed as far as a person can go through it; of the rest it is told how many there are, once', () => {
    const { events, omitted: left } = findRevocations(after(), many(1200), 'o');
    expect([events.length, left]).toEqual([1000, 200]);
    const full = after(...events);
    expect(findRevocations(full, [row(5000)], 'o')).toEqual({ events: [], omitted: 1 });
    const told = omitLosses(full, omitted);
    expect(told).toEqual([{ type: 'keyledger.log-losses-omitted.v1', data: omitted }]);
    expect(omitLosses(after(...events, ...told), omitted)).toEqual([]);
    const settledOne = settleOne(full) as readonly LogLossEvent[];
    expect(findRevocations(after(...events, ...settledOne), [row(5000)], 'o').events).toHaveLength(1);
    // Omitted before: an end in between does not list them after all.
    expect(findRevocations(after(...events, ...told, ...settledOne), [row(5000)], 'o').events).toEqual([]);
  });

  it('is settled once, and so is how many there were', () => {
    const { events } = findRevocations(after(), many(1), 'o');
    const all = after(...events, ...omitLosses(after(), omitted));
    const once = settleOne(all) as readonly LogLossEvent[];
    expect(once).toMatchObject([{ data: { lossId: 'r0', settledBy: 'ann' } }]);
    expect(settleOne(grow(logLosses, all, once))).toEqual([]);
    expect(settleOne(all, 'o')).toMatchObject([{ data: { lossId: 'o' } }]);
    expect(settleOne(all, 'toString')).toBe('NOT_FOUND');
  });

  it('no more orphaned values are listed than that either', () => {
    const orphans = many(1000).map(({ lossId }, version) => ({ ...found, lossId, version }));
    const full = after(...orphans.map((data) => ({ ...isFound, data }) as LogLossEvent));
    expect(findOrphan(full, { ...found, lossId: 'l9', version: 5000 })).toEqual({ events: [], isOmitted: true });
    expect(findOrphan(full, { ...found, lossId: 'l9', version: 5 })).toEqual({ events: [], isOmitted: false });
  });
});
