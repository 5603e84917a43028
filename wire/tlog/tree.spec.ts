import { CompactRange } from './compact-range';
import { EMPTY_ROOT, leafHash, nodeHash } from './hash';
import { hashSubtree } from './hash-subtree';
import { consistencySubtrees, inclusionSubtrees } from './proof-subtrees';
import { splitOf, type PerfectNode } from './subtree';
import { verifyConsistency } from './verify-consistency';
import { verifyInclusion } from './verify-inclusion';

const MOST = 300;
/** Every one up to a hundred and around the powers of two, where proofs change their shape; of the others every seventh. */
const SIZES = Array.from({ length: MOST }, (_, n) => n + 1).filter(
  (size) => size <= 100 || size % 7 === 0 || [128, 256, MOST].some((power) => Math.abs(size - power) <= 2),
);
const leaves = Array.from({ length: MOST }, (_, n) => leafHash(`leaf ${n}`));

/** As RFC 6962 section 2.1 says it. */
const remembered = new Map<string, Buffer>();
const naive = (start: number, end: number): Buffer => {
  if (start === end) return EMPTY_ROOT;
  if (end - start === 1) return leaves[start] as Buffer;
  const key = `${start}-${end}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const middle = start + splitOf(end - start);
  const hash = nodeHash(naive(start, middle), naive(middle, end));
  remembered.set(key, hash);
  return hash;
};

const read = async ({ level, index }: PerfectNode) => naive(index * 2 ** level, (index + 1) * 2 ** level);

test('the leaves of the published tree have its roots', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const range = new CompactRange();
  const roots = inputs.map((hex) => {
    range.append(leafHash(Buffer.from(hex, 'hex')));
    return range.root().toString('hex');
  });
  expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(roots).toEqual([
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]);
});

test('a compact range has the root of the naive tree at every size', () => {
  const range = new CompactRange();
  for (let size = 0; size < MOST; size += 1) {
    expect(range.root().equals(naive(0, size))).toBe(true);
    range.append(leaves[size] as Buffer);
  }
});

test('a tree is proved to continue each smaller one, and no other', async () => {
  for (const newSize of SIZES) {
    for (const oldSize of SIZES.filter((size) => size <= newSize)) {
      const proof = await Promise.all(consistencySubtrees(oldSize, newSize).map((each) => hashSubtree(each, read)));
      const claim = {
        oldSize: BigInt(oldSize),
        newSize: BigInt(newSize),
        oldRoot: naive(0, oldSize),
        newRoot: naive(0, newSize),
        proof,
      };
      const wrong = { ...claim, oldRoot: naive(0, oldSize - 1) };
      if (!verifyConsistency(claim) || verifyConsistency(wrong)) throw new Error(`${oldSize} in ${newSize}`);
    }
  }
});

test('every leaf is proved to be in every tree at its place, and at no other', async () => {
  for (let size = 1; size <= MOST; size += 1) {
    for (let index = 0; index < size; index += size > 64 ? 7 : 1) {
      const proof = await Promise.all(inclusionSubtrees(index, size).map((each) => hashSubtree(each, read)));
      const claim = {
        index: BigInt(index),
        size: BigInt(size),
        leafHash: leaves[index] as Buffer,
        root: naive(0, size),
        proof,
      };
      const elsewhere = { ...claim, index: BigInt(index + 1) };
      if (!verifyInclusion(claim) || verifyInclusion(elsewhere)) throw new Error(`${index} in ${size}`);
    }
  }
});
