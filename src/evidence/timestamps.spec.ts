import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { someFacts } from '../../test/support/evidence/signed-ledger';
import { aKey, signing } from '../../test/support/evidence/signing';
import type { Stamped } from '../kernel/evidence-outsiders';
import { Timestamps } from './timestamps';

const NOW = Date.UTC(2026, 1, 1);
const HOUR = 60 * 60 * 1000;

/** A log that grows, and nodes that have it stamped by an authority. */
const stamping = (say: (asked: number) => Stamped | Promise<Stamped> = () => held(), ledger = memoryLedger()) => {
  const time = { elapsed: 0, now: NOW };
  const stamped: string[] = [];
  const told: string[] = [];
  const key = aKey();
  const { signer } = signing(ledger, key);
  const node = (hold: () => Promise<boolean> = async () => true, isStopped = false) =>
    new Timestamps(
      {
        kept: ledger.parts.kept,
        standing: async () => ({ log: 1, isStopped, changes: 0, named: [] }),
        lease: { hold, release: async () => undefined },
        clock: { now: () => time.now },
        elapsed: () => time.elapsed,
        onOutcome: ({ outcome }) => void told.push(outcome),
        onError: (error) => void told.push(String(error)),
      },
      {
        address: 'https://tsa.example',
        intervalMs: HOUR,
        stamp: async (bytes) => {
          stamped.push(Buffer.from(bytes).toString());
          return say(stamped.length);
        },
      },
    );
  return {
    node,
    stamped,
    told,
    ledger,
    pass: (ms: number) => Object.assign(time, { elapsed: time.elapsed + ms, now: time.now + ms }),
    setClock: (now: number) => Object.assign(time, { now, elapsed: time.elapsed + 10_000 }),
    grow: async () => {
      await ledger.take(someFacts(5, ledger.facts.length));
      await signer.sign();
    },
    kept: () => ledger.parts.kept.newestAttestations(1, 100, 'https://tsa.example'),
  };
};
const held = (): Stamped => ({ outcome: 'stamped', token: Buffer.from('token'), time: NOW });

test('the newest checkpoint is stamped as it was signed, and no other one within the interval, on whichever node', async () => {
  const { node, grow, pass, stamped, kept, ledger } = stamping();
  const [one, two] = [node(), node()];
  await one.look();
  expect(stamped).toEqual([]);
  await grow();
  pass(HOUR);
  await Promise.all([one.look(), one.look()]);
  await grow();
  pass(HOUR - 1);
  await one.look();
  await two.look();
  await node().look();
  expect(stamped).toEqual([(await ledger.parts.kept.newest(1, 5))?.note]);
  pass(10_000);
  await two.look();
  pass(2 * HOUR);
  await one.look();
  expect(stamped).toHaveLength(2);
  expect((await kept()).map(({ size, kind, content }) => [size, kind, content])).toEqual([
    [10, 'timestamp', 'dG9rZW4='],
    [5, 'timestamp', 'dG9rZW4='],
  ]);
});

test('whoever waited for its turn does not ask for what another node has just got', async () => {
  const setting = stamping();
  await setting.grow();
  const other = setting.node();
  await setting
    .node(async () => {
      await other.look();
      return true;
    })
    .look();
  expect(setting.stamped).toHaveLength(1);
});

test('whose turn it is not, and a log that was stopped, asks for none', async () => {
  const { node, grow, stamped } = stamping();
  await grow();
  await node(async () => false).look();
  await node(async () => true, true).look();
  const stopped = node();
  stopped.stop();
  await stopped.look();
  expect(stamped).toEqual([]);
});

test('a clock that was set back keeps no stamp away', async () => {
  const { node, grow, stamped, setClock } = stamping();
  const one = node();
  await grow();
  await one.look();
  await grow();
  setClock(NOW - 24 * HOUR);
  await one.look();
  expect(stamped).toHaveLength(2);
});

test.each<Stamped>([
  { outcome: 'refused', detail: 'no' },
  { outcome: 'lied', detail: 'no' },
  { outcome: 'failed', detail: 'ECONNREFUSED' },
])('after $outcome it is asked again with growing pauses, and the right answer is kept', async (no) => {
  const { node, grow, pass, stamped, told, kept } = stamping((asked) => (asked < 4 ? no : held()));
  const one = node();
  await grow();
  const pauses: number[] = [];
  for (let waited = 0; stamped.length < 4; waited += 1000) {
    const before = stamped.length;
    await one.look();
    if (stamped.length > before) pauses.push(waited / 1000);
    pass(1000);
  }
  expect(pauses).toEqual([0, 5, 15, 35]);
  expect(told).toEqual([no.outcome, no.outcome, no.outcome, 'stamped']);
  expect(await kept()).toHaveLength(1);
});

test('one that hangs is asked once', async () => {
  const { node, grow, pass, stamped } = stamping(() => new Promise(() => undefined));
  const one = node();
  await grow();
  void one.look();
  while (stamped.length === 0) await new Promise(setImmediate);
  pass(2 * HOUR);
  await one.look();
  expect(stamped).toHaveLength(1);
});

test('a store that does not answer is trouble, not an end', async () => {
  const ledger = memoryLedger();
  const { node, grow, told, pass, stamped } = stamping(() => held(), ledger);
  await grow();
  const { newest } = ledger.parts.kept;
  const kept = ledger.parts.kept as { newest: typeof newest };
  kept.newest = () => Promise.reject(new Error('away'));
  const one = node();
  await one.look();
  kept.newest = newest;
  pass(10_000);
  await one.look();
  expect([told, stamped.length]).toEqual([['Error: away', 'stamped'], 1]);
});
