import { at } from '../../../test/support/an-identity';
import { ON_TWO, stateOf } from '../../../test/support/changes';
import { holding, job, old, RICH } from '../../../test/support/identity-parts';
import { emergencyVersions, labelOf } from './emergency-versions';
import { provenOf } from './proven';
import { served } from './served';
import type { IdentityState } from './state';

/** Which value is served where, in an emergency too, and where it is proved. */
test.each<[string, Partial<IdentityState>, string | undefined, object]>([
  ['in force, on all hosts', {}, undefined, { version: 1, alternatives: [], unverified: true, elsewhere: [] }],
  [
    'in force, as all hosts prove it',
    { holdings: { host1: holding(1), host2: holding(1) } },
    undefined,
    { version: 1, alternatives: [], unverified: false, elsewhere: [] },
  ],
  [
    'in force, and beside it what some host has instead',
    { holdings: { host1: holding(3), host2: holding(1, 2) } },
    undefined,
    {
      version: 1,
      alternatives: [3, 2],
      unverified: true,
      elsewhere: [
        { hostId: 'host1', version: 3 },
        { hostId: 'host2', version: 2 },
      ],
    },
  ],
  [
    'that the host proved last',
    { holdings: { host1: holding(3), host2: holding(1, 2) } },
    'host1',
    { version: 3, alternatives: [], unverified: false, elsewhere: [] },
  ],
  [
    'that it may have been set to since, the newest first',
    { holdings: { host1: holding(1, 3, 2, 3) } },
    'host1',
    { version: 3, alternatives: [2, 1], unverified: true, elsewhere: [] },
  ],
  [
    'that it had, while it is being changed',
    {
      holdings: { host1: holding(1, 3) },
      jobs: [job({ lease: { agentId: 'a', leaseId: 'l', instance: 'i', leaseUntil: at(3), startedAt: at(2) } })],
    },
    'host1',
    { version: 1, alternatives: [3], unverified: true, elsewhere: [] },
  ],
  [
    'that it may have been set to, while another host, or nobody, is at work',
    {
      holdings: { host1: holding(1, 3) },
      jobs: [
        job(),
        job({
          hostId: 'host2',
          lease: { agentId: 'a', leaseId: 'l', instance: 'i', leaseUntil: at(3), startedAt: at(2) },
        }),
      ],
    },
    'host1',
    { version: 3, alternatives: [1], unverified: true, elsewhere: [] },
  ],
  [
    'that is not lost, and nothing that is',
    { lostUpTo: 2, holdings: { host1: holding(1, 2, 3) } },
    'host1',
    { version: 3, alternatives: [], unverified: true, elsewhere: [] },
  ],
  [
    'in force, though it is lost: there is none other',
    { lostUpTo: 2, holdings: { host1: holding(2) } },
    'host1',
    { version: 2, alternatives: [], unverified: false, elsewhere: [] },
  ],
  [
    'of its only host, where none is named',
    { settings: { ...ON_TWO, hostIds: ['host2'] }, holdings: { host2: holding(3) } },
    undefined,
    { version: 3, alternatives: [], unverified: false, elsewhere: [] },
  ],
  [
    'in force, where it is on no host',
    { settings: { ...ON_TWO, hostIds: [] } },
    undefined,
    { version: 1, alternatives: [], unverified: false, elsewhere: [] },
  ],
])('served is the value %s', (_, more, hostId, expected) => {
  expect(served(stateOf(more), hostId)).toEqual(expected);
});

test('who breaks the glass is shown whatever a host may take, the newest first', () => {
  expect(emergencyVersions(stateOf())).toEqual({ version: 1, alternatives: [] });
  expect(emergencyVersions(RICH)).toEqual({ version: 7, alternatives: [7, 6, 5, 3, 2] });
  expect(emergencyVersions({ ...RICH, lostUpTo: 5 })).toEqual({ version: 7, alternatives: [7, 6] });
  expect([6, 7, 8].map((version) => labelOf(RICH, version))).toEqual(['former', 'current', 'candidate']);
});

test.each<[string, Partial<IdentityState>, number | undefined, string | undefined, string]>([
  ['its own, which a person gave', {}, undefined, undefined, 'by-hand'],
  [
    'its own, which hosts prove',
    { holdings: { host1: holding(1), host2: holding(1) } },
    undefined,
    undefined,
    'on-hosts',
  ],
  ['its own, which one of two proves', { holdings: { host1: holding(1) } }, undefined, undefined, 'by-hand'],
  ['its own, on the host that proves it', { holdings: { host1: holding(1) } }, 1, 'host1', 'on-hosts'],
  ['its own, on the other host', { holdings: { host1: holding(1) } }, 1, 'host2', 'by-hand'],
  [
    'a made one, which one of two proves',
    { madeFor: 'schedule', holdings: { host1: holding(1) } },
    1,
    undefined,
    'on-hosts',
  ],
  ['a made one, in the vault alone', { madeFor: 'schedule', lastVaultOnly: true }, 1, undefined, 'vault-only'],
  ['a made one, of which it is not known where', { madeFor: 'schedule' }, 1, undefined, 'vault-only'],
  ['a made one that hosts had', { madeFor: 'schedule', lastVaultOnly: false }, 1, undefined, 'nowhere'],
  ['a made one that took something away', { madeFor: 'exposure' }, 1, undefined, 'nowhere'],
  ['a candidate', { candidate: { rotationId: 'r', trigger: 'manual', version: 2 } }, 2, undefined, 'vault-only'],
  ['no candidate', { candidate: { rotationId: 'r', trigger: 'manual', version: 3 } }, 2, undefined, 'nowhere'],
  [
    'the one of an account that is being taken over',
    { status: 'enrolling', credentialVersion: 0 },
    0,
    undefined,
    'vault-only',
  ],
  ['none of an account that is its own', { credentialVersion: 2 }, 0, undefined, 'nowhere'],
  ['a replaced one', { replaced: [old(3, { madeFor: 'manual' })], lastVaultOnly: false }, 3, undefined, 'nowhere'],
  [
    'a replaced one that a host still proves',
    { replaced: [old(4), old(3, { madeFor: 'manual' })], holdings: { host1: holding(3) } },
    3,
    undefined,
    'on-hosts',
  ],
  [
    'a replaced one that a person gave, which one of two proves',
    { replaced: [old(4, { madeFor: 'manual' }), old(3)], holdings: { host1: holding(3) } },
    3,
    undefined,
    'nowhere',
  ],
])('proved is %s', (_, more, version, hostId, expected) => {
  expect(provenOf(stateOf(more), version, hostId)).toBe(expected);
});
