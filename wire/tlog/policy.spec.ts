import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { parseAddCheckpoint } from './add-checkpoint';
import { parseCheckpoint } from './checkpoint';
import { COSIGNATURE_V1, ED25519, noteKey, vkeyOf, type NoteKey, type SignatureType } from './note-key';
import { BadPolicy, parsePolicy } from './policy';
import { parseNote } from './signed-note';

const made = (name: string, type: SignatureType = COSIGNATURE_V1): NoteKey =>
  noteKey(name, type, createPublicKey(generateKeyPairSync('ed25519').privateKey));
const LOG = made('example.com/log', ED25519);
const W = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'].map((name) => made(`${name}.example`));
const line = (name: string, at: number, more = '') => `witness ${name} ${vkeyOf(W[at] as NoteKey)}${more}`;
const ALL = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'].map((name, at) => line(name, at));
const read = (...lines: readonly string[]) => parsePolicy(Buffer.from(lines.map((each) => `${each}\n`).join('')));
const by = (...at: readonly number[]) => at.map((each) => W[each] as NoteKey);

/** The example of c2sp.org/tlog-policy. */
const EXAMPLE = [
  `log ${vkeyOf(LOG)}`,
  '',
  ...ALL,
  'group X-witnesses 2 X1 X2 X3',
  '\tgroup Y-witnesses any Y1 Y2 Y3  ',
  '  # both',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
];

test.each<[readonly number[], boolean]>([
  [[], false],
  [[0, 1], false],
  [[0, 3], false],
  [[0, 2, 5], true],
  [[3, 4, 5], false],
  [[0, 1, 2, 3, 4, 5], true],
  // Nobody counts twice.
  [[0, 0, 3], false],
])('two of X and one of Y are reached by %j: %s', (witnesses, expected) => {
  expect(read(...EXAMPLE).isReached(by(...witnesses))).toBe(expected);
});

test('one witness, no witness, URLs and names that are no ASCII', () => {
  const policy = read(line('Zeugin', 0, ' https://w.example/über'), line('\u212a', 1), line('K', 2), 'quorum Zeugin');
  expect(policy.witnesses[0]).toMatchObject({ name: 'Zeugin', url: 'https://w.example/über' });
  expect([policy.isReached(by(0)), policy.isReached(by(1))]).toEqual([true, false]);
  expect(read('quorum none').isReached([])).toBe(true);
});

test.each<[string, readonly string[]]>([
  ['no quorum line', [ALL[0] as string]],
  ['line 2: there is one quorum', ['quorum none', 'quorum none']],
  ['line 1: X1 is not defined before', ['quorum X1', ALL[0] as string]],
  ['line 2: the name X1 is taken', [ALL[0] as string, line('X1', 1)]],
  ['line 1: the name none is taken', [line('none', 0)]],
  ['line 2: the key of X1.example stands there twice', [ALL[0] as string, line('other', 0)]],
  ['line 2: none is not defined before', [ALL[0] as string, 'group g any X1 none']],
  ['line 2: X1 is a member twice', [ALL[0] as string, 'group g any X1 X1']],
  ['line 3: X1 is a member twice', [ALL[0] as string, 'group g any X1', 'group h any X1']],
  ['line 1: a group needs', ['group g any']],
  ['line 2: a group needs', [ALL[0] as string, 'group g 2 X1']],
  ['line 2: a group needs', [ALL[0] as string, 'group g 0 X1']],
  ['line 2: a group needs', [ALL[0] as string, 'group g 01 X1']],
  ['line 1: g is not defined before', ['group g any g']],
  ['line 1: nonsense is none of', ['nonsense']],
  ['line 1: what should be the key of a log', [`log ${vkeyOf(W[0] as NoteKey)}`]],
  ['line 1: what should be the key of a witness', [`witness x ${vkeyOf(LOG)}`]],
  ['line 1: what should be the key of a witness', ['witness x']],
  ['control characters', ['quorum none\r']],
])('is refused: %s', (message, lines) => {
  expect(() => read(...lines)).toThrow(BadPolicy);
  expect(() => read(...lines)).toThrow(message);
});

/** The example request of c2sp.org/tlog-witness. */
test('a request of the published form is read', () => {
  const request = parseAddCheckpoint(
    [
      'old 20852014',
      'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=',
      'jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=',
      '5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=',
      '/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=',
      '',
      'example.com/behind-the-sofa',
      '20852163',
      'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
      '',
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
      '',
    ].join('\n'),
  );
  expect([request?.oldSize, request?.proof.length]).toEqual([20_852_014n, 4]);
  const note = parseNote(request?.checkpoint ?? '');
  expect(parseCheckpoint(note?.text ?? '')?.size).toBe(20_852_163n);
});
