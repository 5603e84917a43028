import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { addCheckpoint } from '../../cli/witness/witness-answers';
import type { Cosigned } from '../../cli/witness/state-file';
import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { ORIGIN, someFacts } from '../../test/support/evidence/signed-ledger';
import { aKey, signing } from '../../test/support/evidence/signing';
import { COSIGNATURE_V1, noteKey, parseVkey, vkeyOf, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { AskedWitness, WitnessReply } from '../kernel/evidence-outsiders';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import { servedNote } from './attested';
import { Witnesses } from './witnesses';

const NOW = Date.UTC(2026, 1, 1);

/** A real witness, asked in this process; what it answers may be changed. */
const aWitness = (name: string, vkey: string, change: (reply: WitnessReply) => WitnessReply = (reply) => reply) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const state = new Map<string, Cosigned>();
  const key = noteKey(`${name}.example`, COSIGNATURE_V1, createPublicKey(privateKey));
  const requests: string[] = [];
  const witness: AskedWitness = {
    name,
    vkey: vkeyOf(key),
    ask: async (request) => {
      requests.push(request);
      const logs = [parseVkey(vkey) as NoteKey];
      const parts = { name: key.name, privateKey, logs, now: () => NOW };
      return change(addCheckpoint({ ...parts, state: { read: () => state, write: () => undefined } }, request));
    },
  };
  return { witness, key, state, requests };
};

const signedBy = async (...facts: readonly number[]) => {
  const ledger = memoryLedger();
  const key = aKey();
  const grow = async (count: number) => {
    await ledger.take(someFacts(count, ledger.facts.length));
    await signing(ledger, key).signer.sign();
  };
  for (const count of facts) await grow(count);
  return { ledger, grow, vkey: key.vkey(ORIGIN) };
};

const asking = (
  ledger: ReturnType<typeof memoryLedger>,
  witnesses: readonly AskedWitness[],
  hold: () => Promise<boolean> = async () => true,
) => {
  let elapsed = 0;
  const told: string[] = [];
  const troubles: unknown[] = [];
  const asked = new Witnesses(
    {
      ...ledger.parts,
      standing: async () => ({ log: 1, isStopped: false, changes: 0, named: [] }),
      lease: { hold, release: async () => undefined },
      clock: { now: () => NOW },
      elapsed: () => elapsed,
      onOutcome: (witness, { outcome }) => void told.push(`${witness} ${outcome}`),
      onError: (error) => void troubles.push(error),
    },
    witnesses,
  );
  return { asked, told, troubles, pass: (ms: number) => void (elapsed += ms) };
};

const cosigners = async ({ parts: { kept } }: ReturnType<typeof memoryLedger>, keys: readonly NoteKey[]) => {
  const note = await servedNote(kept, (await kept.newest(1)) as KeptCheckpoint);
  return verifyNote(note, keys)?.by.map(({ key }) => key.name) ?? [];
};

test('what was signed is cosigned by each witness, the next growth from where each stands', async () => {
  const { ledger, grow, vkey } = await signedBy(10);
  const [first, second] = [aWitness('first', vkey), aWitness('second', vkey)];
  const { asked, told, pass } = asking(ledger, [first.witness, second.witness]);
  await asked.look();
  await asked.look();
  await grow(300);
  await asked.look();
  expect(told).toEqual(['first cosigned', 'second cosigned']);
  pass(10_000);
  await asked.look();
  expect(told).toHaveLength(4);
  expect(first.requests.map((request) => request.split('\n')[0])).toEqual(['old 0', 'old 10']);
  expect(await cosigners(ledger, [first.key, second.key])).toEqual(['first.example', 'second.example']);
});

test('whoever starts anew, or takes over, learns from the witness what it has seen', async () => {
  const { ledger, grow, vkey } = await signedBy(10);
  const one = aWitness('one', vkey);
  await asking(ledger, [one.witness]).asked.look();
  await grow(20);
  const { asked, told } = asking(ledger, [one.witness]);
  await asked.look();
  expect(told).toEqual(['one cosigned']);
  expect(one.requests.map((request) => request.split('\n')[0])).toEqual(['old 0', 'old 0', 'old 10']);
});

test('whose turn it is not asks nobody', async () => {
  const { ledger, vkey } = await signedBy(10);
  const one = aWitness('one', vkey);
  await asking(ledger, [one.witness], async () => false).asked.look();
  expect(one.requests).toEqual([]);
});

const other = aWitness('other', aKey().vkey(ORIGIN));
test.each<[string, (reply: WitnessReply) => WitnessReply | Promise<WitnessReply>, string]>([
  ['refuses', () => ({ status: 403, body: 'no\n' }), 'refused'],
  ['is broken', () => ({ status: 500, body: '' }), 'refused'],
  ['is away', () => ({ failed: 'ECONNREFUSED' }), 'failed'],
  ['answers nothing', () => ({ status: 200, body: '' }), 'lied'],
  ['answers rubbish', () => ({ status: 200, body: '— x y\n\n\0' }), 'lied'],
  ['answers 409 with no size', () => ({ status: 409, body: 'x' }), 'lied'],
  ['answers 409 for ever', () => ({ status: 409, body: '5\n' }), 'refused'],
  ['says that it has seen more', () => ({ status: 409, body: '11\n' }), 'ahead'],
  ['says that it has seen more than there can be', () => ({ status: 409, body: '18446744073709551615\n' }), 'ahead'],
  [
    'signs with a wrong key under its name',
    (reply) => ({
      status: 200,
      body: 'body' in reply ? reply.body.replaceAll(/ [A-Za-z0-9+/]{20}/g, ' AAAAAAAAAAAAAAAAAAAA') : '',
    }),
    'lied',
  ],
  [
    'spoils its signature',
    (reply) => ({ status: 200, body: 'body' in reply ? `${reply.body.slice(0, -6)}AA==\n` : '' }),
    'lied',
  ],
])(
  'one that %s is told of, and keeps nothing from the others; then it is left alone for a while',
  async (_, change, outcome) => {
    const { ledger, grow, vkey } = await signedBy(10);
    const bad = aWitness('bad', vkey, change as never);
    const good = aWitness('good', vkey);
    const { asked, told, troubles, pass } = asking(ledger, [bad.witness, good.witness]);
    await asked.look();
    expect(told.toSorted()).toEqual([`bad ${outcome}`, 'good cosigned']);
    const once = bad.requests.length;
    await asked.look();
    expect(bad.requests).toHaveLength(once);
    await grow(5);
    pass(10_000);
    await asked.look();
    pass(10_000);
    expect(told.filter((each) => each === 'good cosigned')).toHaveLength(2);
    expect(await cosigners(ledger, [bad.key, good.key, other.key])).toEqual(['good.example']);
    expect(troubles).toEqual([]);
  },
);

test('one that hangs is asked once, and the others go on', async () => {
  const { ledger, grow, vkey } = await signedBy(10);
  let asks = 0;
  const hanging: AskedWitness = { ...other.witness, ask: () => ((asks += 1), new Promise(() => undefined)) };
  const good = aWitness('good', vkey);
  const { asked, told, pass } = asking(ledger, [hanging, good.witness]);
  void asked.look();
  while (told.length < 1) await new Promise(setImmediate);
  await grow(5);
  pass(10_000);
  await asked.look();
  expect([told, asks]).toEqual([['good cosigned', 'good cosigned'], 1]);
});

test('a log that was rewritten is not cosigned by who has seen it before', async () => {
  const before = await signedBy(10);
  const one = aWitness('one', before.vkey);
  await asking(before.ledger, [one.witness]).asked.look();
  const key = aKey();
  const ledger = memoryLedger();
  await ledger.take(someFacts(20).map((fact) => ({ ...fact, data: { ...fact.data, name: 'x' } })));
  await signing(ledger, key).signer.sign();
  const rewritten = aWitness('one', key.vkey(ORIGIN));
  for (const [origin, seen] of one.state) rewritten.state.set(origin, seen);
  const { asked, told } = asking(ledger, [rewritten.witness]);
  await asked.look();
  expect(told).toEqual(['one refused']);
});
