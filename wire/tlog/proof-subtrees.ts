import { splitOf, type Subtree } from './subtree';

/** Whose hashes prove that a leaf is in a tree, from its sibling up (RFC 6962 section 2.1.1). */
export const inclusionSubtrees = (index: number, size: number): readonly Subtree[] => {
  const way: Subtree[] = [];
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      way.push({ start: middle, end });
      end = middle;
    } else {
      way.push({ start, end: middle });
      start = middle;
    }
  }
  return way.toReversed();
};

/** Whose hashes prove that one tree continues another (RFC 6962 section 2.1.2); none where either is empty or they are of one size. */
export const consistencySubtrees = (oldSize: number, newSize: number): readonly Subtree[] => {
  if (oldSize === 0 || oldSize === newSize) return [];
  const way: Subtree[] = [];
  let [start, end] = [0, newSize];
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      way.push({ start: middle, end });
      end = middle;
    } else {
      way.push({ start, end: middle });
      start = middle;
    }
  }
  // Who asks knows the old root: only where it is a part of another subtree must it be told.
  return [...(start === 0 ? [] : [{ start, end }]), ...way.toReversed()];
};
