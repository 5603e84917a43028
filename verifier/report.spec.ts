import { report } from './report';
import type { Verification } from './verify-bundle';

const VERIFIED: Verification = {
  origin: 'keyledger/x',
  log: 1,
  size: 3,
  root: 'cm9vdA==',
  facts: 3,
  whole: true,
  findings: [],
  counts: {},
  notes: [],
};
const NEWEST = '2026-03-01T12:00:00.000Z';
const HOUR = 60 * 60 * 1000;

test.each([
  [0, 'less than an hour ago'],
  [HOUR - 1, 'less than an hour ago'],
  [3 * HOUR, '3 hours ago'],
  [48 * HOUR, '48 hours ago'],
  [5 * 24 * HOUR, '5 days ago'],
])('%s ms after its newest fact a bundle is told to be of %s', (ms, age) => {
  const told = report({ ...VERIFIED, newest: NEWEST }, Date.parse(NEWEST) + ms);
  expect(told.split('\n')).toContain(`Newest     ${NEWEST}, ${age}: what came later is not in here`);
});

test.each([{}, { newest: 'yesterday' }])('without a time nothing is told of its age: %j', (more) => {
  expect(report({ ...VERIFIED, ...more }, 0)).not.toContain('Newest');
});

test('findings are counted, also those that are not listed', () => {
  const findings = [{ rule: 'altered' as const, leaf: 1, stream: 's', revision: 0, detail: 'changed' }];
  const lines = report({ ...VERIFIED, findings, counts: { altered: 4 } }, 0).split('\n');
  expect(lines.slice(-3)).toEqual([
    'FOUND      altered    leaf 1 s@0: changed',
    '           and 3 more of these kinds',
    '4 findings.',
  ]);
});
