import { canonicalFact } from '../../kernel/facts/canonical-fact';
import type { KeptCheckpoint } from '../../kernel/evidence-store';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { CompactRange } from '../../../wire/tlog/compact-range';
import { leafHashOfFact } from '../../../wire/tlog/leaf-of-fact';
import { SignedTree } from './prove-tree';

const fact = (n: number, type = 'keyledger.user-created.v1'): RecordedEvent => ({
  id: `e${n}`,
  stream: `user-${n}`,
  revision: 0,
  position: String(n).padStart(16, '0'),
  type,
  data: { userId: `u${n}` },
  metadata: { actor: { kind: 'policy', name: 'p' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
});
const firstParted = async (log: readonly RecordedEvent[], kept: ConstructorParameters<typeof SignedTree>[0]) => {
  const tree = new SignedTree(kept);
  for (const each of log) await tree.hear(each);
  return tree.parted();
};
const keptOf = (signed: readonly RecordedEvent[], log = 1) => {
  const tree = new CompactRange();
  const heads = signed.map((each) => {
    tree.append(leafHashOfFact(canonicalFact(each)));
    return { log, size: tree.size, root: tree.root().toString('base64') } as KeptCheckpoint;
  });
  const after = async (of: number, size: number, limit: number) =>
    heads.filter((head) => head.log === of && head.size > size).slice(0, limit);
  return { after } as never;
};

const facts = Array.from({ length: 2_500 }, (_, n) => fact(n + 1));
const restarted = fact(2_501, 'keyledger.evidence-restarted.v1');
const settled = fact(2_502, 'keyledger.stream-damage-settled.v1');
const without = (n: number) => facts.filter((_, index) => index !== n);

test('a log that went on since begins with every tree that was signed', async () => {
  expect(await firstParted([...facts, fact(2_501)], keptOf(facts))).toBeUndefined();
  expect(await firstParted(facts, keptOf([]))).toBeUndefined();
});

test.each<[string, readonly RecordedEvent[], number]>([
  ['that lacks its first fact', without(0), 1],
  ['that lacks one in the middle', without(1_200), 1_201],
  ['that lacks its last', without(2_499), 2_500],
  ['with two facts in each other’s place', [...facts.slice(0, 7), fact(9), fact(8), ...facts.slice(9)], 8],
  ['without facts', [], 1],
])('a log %s parts at the first tree that has it otherwise', async (_, copied, size) => {
  const inOrder = copied.map((each, index) => ({ ...each, position: String(index).padStart(16, '0') }));
  expect(await firstParted(inOrder, keptOf(facts))).toBe(size);
});

test('a tree that was begun anew is judged from its first leaf on, and the one before it no more', async () => {
  const since = [restarted, fact(2_502), fact(2_503)];
  expect(await firstParted([...without(3), ...since], keptOf(since, 2))).toBeUndefined();
  expect(await firstParted([...facts, restarted, fact(2_503)], keptOf(since, 2))).toBe(2);
});

test('a log for whose losses somebody answered is not held against what was signed before, and is after a new beginning', async () => {
  expect(await firstParted([...without(3), settled], keptOf(facts))).toBeUndefined();
  const since = [fact(2_503, 'keyledger.evidence-restarted.v1'), fact(2_504)];
  expect(await firstParted([...without(3), settled, since[0]!], keptOf(since, 2))).toBe(2);
});
