import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { goNote } from '../test/support/evidence/go-note';
import { ORIGIN, signedLedger } from '../test/support/evidence/signed-ledger';
import { cosign } from '../wire/tlog/cosignature';
import { COSIGNATURE_V1, noteKey, vkeyOf } from '../wire/tlog/note-key';
import { parsePolicy } from '../wire/tlog/policy';
import { parseNote } from '../wire/tlog/signed-note';
import { checkQuorum } from './check-quorum';
import { Findings } from './findings';

const AT = 1_770_000_000n;
const aWitness = (name: string) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const vkey = vkeyOf(noteKey(name, COSIGNATURE_V1, createPublicKey(privateKey)));
  const under = (note: string, text = parseNote(note)?.text ?? '') => cosign(text, AT, name, privateKey);
  return { name, vkey, under };
};
const [one, two, three] = [aWitness('one.example'), aWitness('two.example'), aWitness('three.example')];
const policy = parsePolicy(
  Buffer.from(
    `witness one ${one.vkey}\nwitness two ${two.vkey}\nwitness three ${three.vkey}\ngroup most 2 one two three\nquorum most\n`,
  ),
);

const notes = signedLedger(20).then(async (log) => ({
  small: (await log.sign(10)).note,
  large: (await log.sign(20)).note,
  vkey: log.vkey,
}));
const judged = async (large: (note: string) => string, small: (note: string) => string = (note) => note) => {
  const findings = new Findings();
  const found = await notes;
  const told = checkQuorum(
    policy,
    { size: 20, note: large(found.large) },
    [{ size: 10, note: small(found.small) }],
    findings,
  );
  return { told, findings: findings.all };
};

test('two of three are enough, and it is told when they saw it', async () => {
  const { told, findings } = await judged((note) => note + one.under(note) + three.under(note));
  expect(findings).toEqual([]);
  expect(told).toEqual([
    'one saw this checkpoint at 2026-02-02T02:40:00.000Z',
    'three saw this checkpoint at 2026-02-02T02:40:00.000Z',
  ]);
});

test.each<[string, (note: string) => string]>([
  ['nobody cosigned', (note) => note],
  ['one did', (note) => note + two.under(note)],
  ['one did twice', (note) => note + two.under(note) + two.under(note)],
  [
    'one did, and another signed something else',
    (note) => note + two.under(note) + one.under(note, `${ORIGIN}\n5\nx\n`),
  ],
  ['one did, and a stranger', (note) => note + two.under(note) + aWitness('one.example').under(note)],
])('where %s it is a finding', async (_, large) => {
  expect((await judged(large)).findings).toMatchObject([
    { rule: 'quorum', detail: expect.stringContaining('no checkpoint') },
  ]);
});

test('where an earlier one has them, it is said up to where they vouch for it', async () => {
  const { findings } = await judged(
    (note) => note + one.under(note),
    (note) => note + one.under(note) + two.under(note),
  );
  expect(findings).toMatchObject([{ rule: 'quorum', leaf: 10, detail: expect.stringContaining('10 facts') }]);
});

const go = goNote();
(go === undefined ? describe.skip : describe)('a note verifier of somebody else', () => {
  test('accepts a cosigned checkpoint, and no spoilt one', async () => {
    const { large, vkey } = await notes;
    const note = large + one.under(large) + two.under(large);
    expect(go?.(note, vkey, two.vkey)).toEqual([ORIGIN, 'two.example']);
    expect(go?.(large + one.under(large), vkey, two.vkey)).toEqual([ORIGIN]);
    const spoilt = large + two.under(large, `${ORIGIN}\n5\nx\n`);
    expect(() => go?.(spoilt, vkey, two.vkey)).toThrow('invalid signature');
  });
});
