import { rotatedAfter } from './rotated-after';

/** When the value is one that its user does not know. Versions 1 and 2 were shown. */
const asked = { userId: 'ann', shown: [1, 2] };
const at = (time: string, type: string, data: object) => ({ type: `keyledger.${type}.v1`, data, time });
const confirmed = (time: string, version: number) => at(time, 'rotation-confirmed', { version });
const typed = (time: string, version: number, typedBy: string) =>
  at(time, 'identity-credential-replaced', { version, replacedBy: typedBy });
const restored = (time: string, version: number, restoredVersion: number) =>
  at(time, 'credential-version-restored', { version, restoredVersion });

test.each<[string, Parameters<typeof rotatedAfter>[1], string | undefined]>([
  ['nothing happened', [], undefined],
  ['a new value is proved', [confirmed('t1', 3)], 't1'],
  ['it is the first time that counts', [confirmed('t1', 3), confirmed('t2', 4)], 't1'],
  ['the candidate that was shown is proved', [confirmed('t1', 2)], undefined],
  ['somebody else types another value', [typed('t1', 3, 'bob')], 't1'],
  ['the user types another value', [typed('t1', 3, 'ann')], undefined],
  ['a shown value is brought back', [confirmed('t1', 3), restored('t2', 4, 1)], undefined],
  [
    'a value brought back is brought back once more',
    [restored('t2', 4, 1), confirmed('t3', 5), restored('t4', 6, 4)],
    undefined,
  ],
  ['a value that was not shown is brought back', [confirmed('t1', 3), restored('t2', 4, 3)], 't1'],
  ['a shown value is brought back and replaced', [confirmed('t1', 3), restored('t2', 4, 1), confirmed('t3', 5)], 't3'],
])('%s', (_, replacements, since) => {
  expect(rotatedAfter(asked, replacements)).toBe(since);
});
