import { SUBJECT } from '../../../test/support/a-fact';
import { at } from '../../../test/support/an-identity';
import { job } from '../../../test/support/identity-parts';
import type { JobEvent } from '../jobs/events';
import {
  identityOfRequest,
  isUndecidedOrUnused,
  isWindowOpen,
  requestIdOf,
  requestStatusOf,
  type AccessRequest,
} from './access-request';
import { identityOfJob, jobIdOf } from './job-id';
import { jobRecord, openJobRecord } from './job-record';
import { identityOfSession, sessionIdOf } from './session-id';

/** What ids carry, how a request stands, and a job as it is found again in its stream. */
test('ids of what belongs to an identity carry its own', () => {
  expect([jobIdOf('i', 'x'), jobIdOf('i', 'x', 0), jobIdOf('i', 'x', 2)]).toEqual(['i.x', 'i.x', 'i.x.2']);
  expect([sessionIdOf('i', 'x'), requestIdOf('i', 'x')]).toEqual(['i.x', 'i.x']);
  for (const identityOf of [identityOfJob, identityOfSession, identityOfRequest]) {
    expect(['i.x.2', 'i', '', '.x'].map(identityOf)).toEqual(['i', 'i', '', '']);
  }
});

type Part = Partial<Omit<AccessRequest, 'policy'>>;
const request = (more: Part = {}) =>
  ({ expiresAt: at(60), policy: { required: 2 }, ...more }) as unknown as AccessRequest;
test.each<[string, Part, number, number, string, boolean, boolean]>([
  ['asked for', {}, 1, 5, 'pending', true, false],
  ['approved by as many as it takes', {}, 2, 5, 'approved', true, false],
  ['approved by more', {}, 3, 5, 'approved', true, false],
  ['whose time is over', {}, 2, 60, 'expired', false, false],
  ['whose time is nearly over', {}, 2, 59, 'approved', true, false],
  ['that was denied, and whose time is over', { ended: 'denied' }, 2, 90, 'denied', false, false],
  ['in use by reveals', { until: at(30) }, 2, 5, 'used', false, true],
  ['in use by reveals, to its last moment', { until: at(30) }, 2, 30, 'used', false, false],
  ['in use by a checkout', { until: at(30), sessionId: 's' }, 2, 5, 'used', false, false],
  ['used and taken back', { until: at(30), ended: 'revoked' }, 2, 5, 'revoked', false, false],
  ['used, whose time is over', { until: at(90) }, 0, 70, 'used', false, true],
])('a request %s', (_, more, counted, minutes, status, isOpen, isWindow) => {
  expect(requestStatusOf(request(more), counted, at(minutes))).toBe(status);
  expect(isUndecidedOrUnused(request(more), at(minutes))).toBe(isOpen);
  expect(isWindowOpen(request(more), at(minutes))).toBe(isWindow);
});

const WORK = { jobId: 'j', hostId: 'host1', type: 'set', purpose: 'rotation', version: 2 } as const;
const told = (noun: string, more: object = {}) =>
  ({ type: `keyledger.job-${noun}.v1`, data: { ...SUBJECT, ...WORK, ...more } }) as unknown as JobEvent;
const queued = told('queued', { attempt: 1, createdAt: at(1), notAfter: at(9) });
const RECORD = { ...WORK, attempt: 1, notAfter: at(9), agentIds: [], open: true };

test.each<[string, readonly JobEvent[], object | undefined]>([
  ['none', [], undefined],
  ['none of which only the end is known', [told('leased', { attempt: 1, agentId: 'a' }), told('expired')], undefined],
  ['one that waits', [queued], RECORD],
  [
    'one that waits, asked for by somebody, of a rotation',
    [told('queued', { attempt: 1, createdAt: at(1), notAfter: at(9), askedBy: 'ann', rotationId: 'r' })],
    { ...RECORD, askedBy: 'ann', rotationId: 'r' },
  ],
  [
    'one that two agents had, one after the other',
    [
      queued,
      told('leased', { attempt: 1, agentId: 'a' }),
      told('started'),
      told('leased', { attempt: 2, agentId: 'b' }),
    ],
    { ...RECORD, attempt: 3, agentIds: ['a', 'b'] },
  ],
  ['one beside another one', [queued, told('expired', { jobId: 'k' })], RECORD],
  [
    'one that went well',
    [queued, told('result-recorded', { outcome: 'confirmed' })],
    { ...RECORD, open: false, outcome: 'confirmed' },
  ],
  ['one that ran out', [queued, told('expired')], { ...RECORD, open: false }],
  ['one that was called off', [queued, told('cancelled')], { ...RECORD, open: false }],
])('of a job is known: %s', (_, facts, expected) => {
  expect(jobRecord('j', facts)).toEqual(expected);
});

test('an open job is known from the state, and by the agent that has it', () => {
  const lease = { agentId: 'a', leaseId: 'l', instance: 'r', leaseUntil: at(2) };
  expect(openJobRecord(job())).toMatchObject({ ...job(), agentIds: [], open: true });
  expect(openJobRecord(job({ lease }))).toMatchObject({ agentIds: ['a'], open: true });
});
