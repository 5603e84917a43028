import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkout, grant, PLACE, TOWN } from '../../test/support/reports/sample-log';
import { factsOfLog, minute, told, type ToldFact } from '../../test/support/reports/facts-of-log';
import { digest } from '../../test/support/streams/view-of';
import { leafOf } from './leaf';
import type { ReportFact } from './report-fact';
import { ReportRun, type RunOptions } from './report-run';
import { REPORTS } from './reports';

/** A making of reports needs memory for its rows and for what is open, not for what was. */
setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const MIB = 1024 * 1024;
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const db = (what: string, data: object): ToldFact => told('identity-db', what, { ...PLACE, identityId: 'db', ...data });
const inReveal = (what: string, data: object): ToldFact =>
  told('reveal-db', what, { ...PLACE, identityId: 'db', version: 1, ...data }, { by: 'ann' });

/** What comes and goes: a grant, an emergency with all that follows it, reveals, a rotation, a review, refusals, support. */
const aRound = (n: number): readonly ToldFact[] => {
  const [s, g, r, w] = [`s${n}`, `x${n}`, `r${n}`, `w${n}`];
  const evidence = { evidence: { ownerBypass: false, grantId: g, supportWindowId: w }, reason: `the reason of ${n}` };
  const line = { grantId: g, principalType: 'user', principalId: 'p-ann', principalName: 'ANN', level: 'checkout' };
  const review = { ...PLACE, reviewId: r, openedAt: minute(n), dueAt: minute(n) };
  const by = { decidedBy: 'mia', decidedByEmail: 'mia@example.com', decidedAt: minute(n), level: 'checkout' };
  return [
    grant(g),
    checkout(s, 'ann', { ...evidence, breakGlass: true, checkedOutAt: minute(n) }),
    inReveal('identity-revealed', { ...evidence, ownerBypass: false, sessionId: s }),
    db('identity-checked-in', { sessionId: s, userId: 'ann', endedBy: 'checkin', endedAt: minute(n) }),
    db('break-glass-reviewed', { sessionId: s, userId: 'ann', reviewedBy: 'mia', reviewerEmail: 'm', reviewedAt: 't' }),
    db('rotation-requested', { rotationId: r, trigger: 'manual', mode: 'vault', requestedAt: minute(n), version: 2 }),
    db('rotation-failed', { rotationId: r, code: 'X', failures: 1 }),
    told('vault-access-review', 'access-review-opened', { ...review, lines: [line], openedBy: 'mia' }),
    told('vault-access-review', 'access-review-line-decided', { ...review, ...by, grantId: g, decision: 'revoke' }),
    grant(g, {}, 'grant-revoked'),
    told('denied-o', 'identity-reveal-refused', { organizationId: 'o', code: `C${n}` }),
    told('supportAccess', 'support-access-enabled', {
      ...PLACE,
      windowId: w,
      enabledAt: minute(n),
      expiresAt: minute(n),
    }),
    told('supportAccess', 'support-access-disabled', { organizationId: 'o', windowId: w, disabledAt: minute(n) }),
  ];
};

const rounds = function* (from: number, to: number): Generator<ReportFact> {
  for (let n = from; n < to; n += 1) yield* factsOfLog(aRound(n));
};

/** Bytes by which the heap has grown between the 500th round and the 3,500th: 39,000 facts. */
const growthOf = async (options: RunOptions): Promise<number> => {
  const run = new ReportRun(REPORTS, digest, options);
  let leaf = 0;
  const take = async (facts: Iterable<ReportFact>) => {
    for (const fact of facts) await run.take(fact, leafOf(1, (leaf += 1)));
  };
  await take(factsOfLog(TOWN));
  await take(rounds(0, 500));
  const before = heap();
  await take(rounds(500, 3500));
  const grown = heap() - before;
  expect(run.facts).toBe(leaf);
  return grown;
};

test.each<[string, RunOptions]>([
  ['of a period in which nothing of it lies', { parameters: { from: minute(1e7) } }],
  ['of another organization', { parameters: { organizationId: 'elsewhere' } }],
  ['for who may see another organization', { places: ['elsewhere'] }],
])('%s nothing is kept of what is no row', async (_, options) => {
  expect(await growthOf(options)).toBeLessThan(MIB / 2);
});

test('rows are kept, and those of a report that has too many are let go', async () => {
  expect(await growthOf({})).toBeGreaterThan(2 * MIB);
  expect(await growthOf({ most: 400 })).toBeLessThan(MIB / 2);
});

test('a report that has too many rows ends as soon as it has', async () => {
  const [, , , checkouts] = REPORTS;
  const run = new ReportRun(checkouts === undefined ? [] : [checkouts], digest, { most: 3 });
  const facts = factsOfLog([1, 2, 3, 4].map((n) => checkout(`s${n}`, 'ann')));
  for (const fact of facts.slice(0, 3)) await run.take(fact, leafOf(1, fact.revision));
  await expect(run.take(facts[3] as ReportFact, leafOf(1, 3))).rejects.toThrow('R4 has more than 3 rows');
});
