import type { RootBox, RootBoxes, RootKeyMark } from '../../kernel/root-boxes';
import { SealBroken } from '../../kernel/sealing';
import type { RootBoxKeys } from './root-box-keys';

const PAGE = 200;

/** The root keys that were given do not go with the data. Its message is the one line the start ends with. */
export class RootKeyUnfit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RootKeyUnfit';
  }
}

export interface RootKeysGiven {
  /** Of the root key. */
  readonly fingerprint: string;
  /** Of the second one. */
  readonly second?: string;
}

const wrong = (): RootKeyUnfit =>
  new RootKeyUnfit(
    'The root key is not the one this data is sealed under; give that one with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE, or as root.key in the data folder.',
  );

const underWay = (): RootKeyUnfit =>
  new RootKeyUnfit(
    'The root key is being changed and this one is the former; start with the new one as root key and this one as KEYLEDGER_SECOND_ROOT_KEY_FILE.',
  );

const unfinished = (): RootKeyUnfit =>
  new RootKeyUnfit(
    'The last change of the root key is not finished; start once with the present root key alone, without a second one, and change it then.',
  );

/**
 * What is to be done with a store that has this mark: `keep` it, `begin` to change it, `resume` that, or `finish` it, once
 * nothing is under the former key. Errors: {@link RootKeyUnfit}; nothing was touched then.
 */
export const judgeRootKeys = (
  mark: RootKeyMark | undefined,
  { fingerprint, second }: RootKeysGiven,
): 'first' | 'keep' | 'begin' | 'resume' | 'finish' => {
  if (mark === undefined) return 'first';
  const { fingerprint: known, former } = mark;
  if (fingerprint === known) {
    if (former === undefined) return 'keep';
    return second === former ? 'resume' : 'finish';
  }
  // One that seals under the former key would undo it bit by bit, be it a late node or somebody who changed their mind.
  if (fingerprint === former) throw underWay();
  if (second !== known) throw wrong();
  if (former !== undefined) throw unfinished();
  return 'begin';
};

/** A box that opens under none of the keys stays as it is, and is told when it is to be opened. */
const sealedAnew = (read: RootBox, root: RootBoxKeys): Uint8Array | 'fine' | 'shut' => {
  try {
    return root.resealed(read) ?? 'fine';
  } catch (error) {
    if (error instanceof SealBroken) return 'shut';
    throw error;
  }
};

/** How many boxes do not open under the root key. */
const countShut = async (boxes: RootBoxes, root: RootBoxKeys): Promise<number> => {
  let shut = 0;
  for await (const page of boxes.pages(PAGE)) {
    shut += page.filter((read) => sealedAnew(read, root) === 'shut').length;
  }
  return shut;
};

/** Answers how many open under none of the keys. */
const resealAll = async (boxes: RootBoxes, root: RootBoxKeys, told: (done: number) => void): Promise<number> => {
  let [done, broken] = [0, 0];
  for await (const page of boxes.pages(PAGE)) {
    const changes: { readonly read: RootBox; readonly box: Uint8Array }[] = [];
    for (const read of page) {
      const box = sealedAnew(read, root);
      if (box === 'shut') broken += 1;
      else if (box !== 'fine') changes.push({ read, box });
    }
    if (changes.length === 0) continue;
    await boxes.replace(changes);
    done += changes.length;
    told(done);
  }
  return broken;
};

export interface RootKeyWork {
  readonly boxes: RootBoxes;
  readonly root: RootBoxKeys;
  readonly given: RootKeysGiven;
  /** Told how many were sealed anew so far. */
  readonly onResealed?: (done: number) => void;
}

/**
 * Brings everything that lies straight under the root key under the one that was given. Each step may be the last one before
 * the process dies: the next start goes on. Several nodes may do it at once: each box is put in the place of the one that was
 * read, and both keys open both. The former key is forgotten at the first start without it that finds nothing under it.
 * Errors: {@link RootKeyUnfit}, those of the store.
 */
export const settleRootKey = async ({
  boxes,
  root,
  given,
  onResealed = () => undefined,
}: RootKeyWork): Promise<void> => {
  const { fingerprint } = given;
  const mark = await boxes.mark();
  const todo = judgeRootKeys(mark, given);
  if (todo === 'keep') return;
  const generation = mark?.generation ?? 1;
  if (todo === 'first') {
    // Another node told its own first.
    if (!(await boxes.setMark({ fingerprint, generation }, undefined))) judgeRootKeys(await boxes.mark(), given);
    return;
  }
  if (todo === 'begin' && mark !== undefined) {
    const begun = { fingerprint, former: mark.fingerprint, generation: generation + 1 };
    // Another node began: what it began is judged as anything else that is found.
    if (!(await boxes.setMark(begun, mark.fingerprint))) judgeRootKeys(await boxes.mark(), given);
  }
  if (todo === 'begin' || todo === 'resume') {
    const broken = await resealAll(boxes, root, onResealed);
    const now = await boxes.mark();
    if (now?.fingerprint === fingerprint && now.broken !== broken) await boxes.setMark({ ...now, broken }, fingerprint);
    return;
  }
  const left = (await countShut(boxes, root)) - (mark?.broken ?? 0);
  if (left > 0) {
    throw new RootKeyUnfit(
      `${left} keys are still sealed under the former root key; start once more with it as KEYLEDGER_SECOND_ROOT_KEY_FILE, which seals them anew.`,
    );
  }
  await boxes.setMark({ fingerprint, generation }, fingerprint);
};
