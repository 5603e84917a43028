import { SUBJECT } from '../../../test/support/a-fact';
import { at } from '../../../test/support/an-identity';
import type { JobResultRecorded } from '../jobs/events';
import { afterResult, ended, holdingOn, isProven, mayHold, withHolding } from './holdings';
import { identity } from './evolve';
import type { AccountOnHost } from './state';

/** What is known of a host, before and after somebody has told something of it. */
const since = at(1);
const recordedAt = at(5);
const may = (...those: readonly (readonly [number, string])[]): AccountOnHost['mayHold'] =>
  those.map(([version, jobId]) => ({ version, jobId }));
const told = (more: Partial<JobResultRecorded['data']>): JobResultRecorded['data'] => ({
  ...SUBJECT,
  jobId: 'job',
  hostId: 'host1',
  type: 'set',
  purpose: 'rotation',
  version: 3,
  agentId: 'agent',
  outcome: 'confirmed',
  late: false,
  recordedAt,
  ...more,
});
const NOW = { version: 3, since: recordedAt } as const;
const PROVED: AccountOnHost = { version: 2, mayHold: [], outcome: { state: 'confirmed', version: 2, since } };
const DOUBTFUL: AccountOnHost = { version: 2, mayHold: may([3, 'job'], [4, 'other']) };

test.each<[string, AccountOnHost, Partial<JobResultRecorded['data']>, AccountOnHost]>([
  ['set: it holds that', PROVED, {}, { version: 3, mayHold: [], outcome: { state: 'confirmed', ...NOW } }],
  [
    'set: what may have been set before does not matter, what is newer does',
    { ...DOUBTFUL, mayHold: may([1, 'a'], [3, 'job'], [4, 'other']) },
    {},
    { version: 3, mayHold: may([4, 'other']), outcome: { state: 'confirmed', ...NOW } },
  ],
  [
    'set: a refusal before, a question and a stop are forgotten',
    { ...PROVED, refused: true, stopped: true, askedAt: since },
    {},
    { version: 3, mayHold: [], outcome: { state: 'confirmed', ...NOW } },
  ],
  [
    'found by a look: nothing else may be there',
    DOUBTFUL,
    { type: 'verify' },
    { version: 3, mayHold: [], outcome: { state: 'confirmed', ...NOW } },
  ],
  [
    'set, but the old one may still let in',
    { ...DOUBTFUL, refused: true },
    { mayStillWork: [2, 1] },
    {
      version: 3,
      mayHold: may([2, 'job'], [1, 'job']),
      outcome: { state: 'unverified', ...NOW, code: 'OLD_MAY_WORK' },
    },
  ],
  [
    'set, and it was looked for older ones: there are none',
    PROVED,
    { mayStillWork: [] },
    { version: 3, mayHold: [], outcome: { state: 'confirmed', ...NOW } },
  ],
  [
    'not set: what that job may have set is taken back',
    { ...PROVED, mayHold: may([3, 'job']) },
    { outcome: 'not_changed', code: 'NO' },
    { version: 2, mayHold: [], outcome: { state: 'not_changed', ...NOW, code: 'NO' } },
  ],
  [
    'not set: what another job may have set is not',
    DOUBTFUL,
    { outcome: 'not_changed' },
    { version: 2, mayHold: may([4, 'other']), outcome: { state: 'unverified', ...NOW } },
  ],
  ['a look that could not be taken tells nothing', PROVED, { type: 'verify', outcome: 'not_changed' }, PROVED],
  [
    'nobody knows: it may hold it',
    PROVED,
    { outcome: 'unverified', code: 'HM' },
    { version: 2, mayHold: may([3, 'job']), outcome: { state: 'unverified', ...NOW, code: 'HM' } },
  ],
  [
    'nobody knows, as was said when it was begun: it is the same news once',
    DOUBTFUL,
    { outcome: 'unverified' },
    { ...DOUBTFUL, outcome: { state: 'unverified', ...NOW } },
  ],
  [
    'a look that could not tell whether it still holds what it proved changes nothing',
    PROVED,
    { type: 'verify', outcome: 'unverified', version: 2 },
    PROVED,
  ],
  [
    'a look that could not tell whether it holds another one',
    PROVED,
    { type: 'verify', outcome: 'unverified' },
    { version: 2, mayHold: may([3, 'job']), outcome: { state: 'unverified', ...NOW } },
  ],
  [
    'a look that could not tell, where something else may be there',
    DOUBTFUL,
    { type: 'verify', outcome: 'unverified', version: 2 },
    {
      version: 2,
      mayHold: may([3, 'job'], [4, 'other'], [2, 'job']),
      outcome: { state: 'unverified', version: 2, since: recordedAt },
    },
  ],
  [
    'nobody knows of what it was to be set to once more',
    PROVED,
    { outcome: 'unverified', version: 2 },
    { version: 2, mayHold: may([2, 'job']), outcome: { state: 'unverified', version: 2, since: recordedAt } },
  ],
  [
    'it refuses what it held: no look again',
    PROVED,
    { type: 'verify', outcome: 'drifted', version: 2, code: 'LOGIN_REFUSED' },
    {
      version: 2,
      mayHold: [],
      refused: true,
      outcome: { state: 'drifted', version: 2, since: recordedAt, code: 'LOGIN_REFUSED' },
    },
  ],
  [
    'it refuses one of several that it may hold',
    DOUBTFUL,
    { outcome: 'drifted' },
    { ...DOUBTFUL, refused: true, outcome: { state: 'unverified', ...NOW } },
  ],
])('%s', (_, before, result, after) => {
  expect(afterResult(before, told(result))).toStrictEqual(after);
});

test('an end without news is no worse than what was known before', () => {
  const outcome = { state: 'expired', version: 3, since, code: 'X' } as const;
  expect(ended(PROVED, outcome)).toStrictEqual({ ...PROVED, outcome });
  expect(ended(DOUBTFUL, outcome)).toStrictEqual({ ...DOUBTFUL, outcome: { ...outcome, state: 'unverified' } });
});

test('what a host may hold is told once a job', () => {
  expect(mayHold(DOUBTFUL, 3, 'job')).toBe(DOUBTFUL);
  expect(mayHold(DOUBTFUL, 3, 'other').mayHold).toEqual(may([3, 'job'], [4, 'other'], [3, 'other']));
  expect(mayHold(DOUBTFUL, 4, 'job').mayHold).toEqual(may([3, 'job'], [4, 'other'], [4, 'job']));
});

test.each<[string, AccountOnHost, boolean]>([
  ['the last that was proved there', PROVED, true],
  ['another one was', { ...PROVED, version: 1 }, false],
  ['none was', { mayHold: [] }, false],
  ['something else may have come since', { ...PROVED, mayHold: may([2, 'job']) }, false],
  ['it was refused since', { ...PROVED, refused: true }, false],
  ['it was refused before', { ...PROVED, refused: false }, true],
])('a version is proved on a host: %s', (_, holding, expected) => {
  const state = withHolding(identity.initial, 'host1', holding);
  expect(isProven(state, 'host1', 2)).toBe(expected);
  expect(isProven(state, 'host2', 2)).toBe(false);
  expect(holdingOn(state, 'host2')).toEqual({ mayHold: [] });
  expect(withHolding(state, 'host2', DOUBTFUL).holdings).toEqual({ host1: holding, host2: DOUBTFUL });
});
