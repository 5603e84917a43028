import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { JobOutcome } from '../../wire/agent-messages';
import { StateUnusable } from './state-unusable';
import { Journal } from './journal';
import type { JournalEntry } from './journal-entry';
import { JournalState } from './journal-state';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-journal-'));
const path = join(folder, 'journal.jsonl');
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const TARGETS = ['t1', 't2'];
const JOBS = ['j1', 'j2', 'j3'];
const jobId = fc.constantFrom(...JOBS);
const target = fc.constantFrom(...TARGETS);
const version = fc.integer({ min: 1, max: 4 });
const outcome = fc.constantFrom<JobOutcome>('confirmed', 'not_changed', 'unverified');
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ entry: fc.constant('begun' as const), jobId, target, version }),
  fc.record({ entry: fc.constant('changed' as const), jobId }),
  fc.record({ entry: fc.constant('told' as const), jobId }),
  fc.record({ jobId, target, version, outcome }).map((all) => ({
    entry: 'found' as const,
    jobId: all.jobId,
    target: all.target,
    result: { type: 'set' as const, leaseId: 'l', version: all.version, outcome: all.outcome },
  })),
);

const view = (state: JournalState): unknown => [
  TARGETS.map((each) => state.held(each)),
  JOBS.map((each) => [state.result(each), state.hasBegun(each)]),
  new Set(state.untold().map((each) => each.jobId)),
];

test('made shorter it says the same', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      const [long, short] = [new JournalState(), new JournalState()];
      for (const each of entries) long.apply(each);
      for (const each of long.lines()) short.apply(each);
      expect(view(short)).toEqual(view(long));
    }),
  );
});

test('cut short anywhere it says what the whole lines before the cut say', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (entries, where) => {
        rmSync(path, { force: true });
        const written = new Journal(path);
        for (const each of entries) written.write(each);
        written.close();
        const text = readFileSync(path, 'utf8');
        const cut = Math.floor(text.length * where);
        truncateSync(path, cut);
        const whole = new JournalState();
        for (const each of entries.slice(0, text.slice(0, cut).split('\n').length - 1)) whole.apply(each);
        const read = new Journal(path);
        expect(view(read.state)).toEqual(view(whole));
        read.write({ entry: 'told', jobId: 'j1' });
        read.close();
        new Journal(path).close();
      },
    ),
    { numRuns: 30 },
  );
});

test('a version that may be there stays possible until it is proved or known to be gone', () => {
  const state = new JournalState();
  const found = (result: JobOutcome, of: number): void =>
    state.apply({
      entry: 'found',
      jobId: `j${of}`,
      target: 't',
      result: { type: 'set', leaseId: 'l', version: of, outcome: result },
    });
  state.apply({ entry: 'begun', jobId: 'j2', target: 't', version: 2 });
  expect(state.held('t')).toEqual({ proved: 0, possible: [2] });
  found('unverified', 2);
  state.apply({ entry: 'begun', jobId: 'j3', target: 't', version: 3 });
  found('not_changed', 3);
  expect(state.held('t')).toEqual({ proved: 0, possible: [2] });
  found('confirmed', 4);
  expect(state.held('t')).toEqual({ proved: 4, possible: [] });
});

test('only a job that touched the account strikes a version that may be there', () => {
  const state = new JournalState();
  const notChanged = (jobId: string, code: 'EXPIRED' | 'STALE_VERSION'): void =>
    state.apply({
      entry: 'found',
      jobId,
      target: 't',
      result: { type: 'set', leaseId: 'l', version: 5, outcome: 'not_changed', code },
    });
  state.apply({ entry: 'begun', jobId: 'j1', target: 't', version: 5 });
  notChanged('j2', 'EXPIRED');
  notChanged('j1', 'STALE_VERSION');
  expect(state.held('t')).toEqual({ proved: 0, possible: [5] });
  notChanged('j1', 'EXPIRED');
  expect(state.held('t')).toEqual({ proved: 0, possible: [] });
});

test('damage anywhere but at the end is told of, not skipped', () => {
  writeFileSync(path, '{"entry":"told","jobId":"j"}\nhalf a li\n{"entry":"told","jobId":"k"}\n');
  expect(() => new Journal(path)).toThrow(StateUnusable);
});

test('it is made shorter when it is long, and goes on', () => {
  const journal = new Journal(path);
  const detail = 'x'.repeat(200_000);
  const result = { type: 'set' as const, leaseId: 'l', version: 1, outcome: 'confirmed' as const };
  for (let i = 0; i < 10; i++) journal.write({ entry: 'found', jobId: 'j1', result: { ...result, detail } });
  journal.write({ entry: 'found', jobId: 'j1', result });
  journal.write({ entry: 'told', jobId: 'j1' });
  journal.close();
  expect(readFileSync(path).length).toBeLessThan(1_100_000);
  appendFileSync(path, '');
  expect(new Journal(path).state.result('j1')).toEqual(result);
});
