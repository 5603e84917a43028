import type { LedgerDocument } from '../../projections/ledger/document';
import { nodeId, nodeOfId } from '../kernel/ledger-node';
import { BEFORE_FIRST, type Position } from '../kernel/position';
import type { ReadModel } from '../kernel/read-model';
import { EMPTY_ROOT } from '../../wire/tlog/hash';
import { hashOfTile } from '../../wire/tlog/hash-of-tile';
import { hashSubtree, type NodeReader } from '../../wire/tlog/hash-subtree';
import { consistencySubtrees, inclusionSubtrees } from '../../wire/tlog/proof-subtrees';
import type { Subtree } from '../../wire/tlog/subtree';

/** Levels of a binary tree between two levels of tiles. */
const HEIGHT = 8;

/** A leaf of a log, and the fact it is of. */
export interface LedgerLeaf {
  readonly log: number;
  readonly index: number;
  /** Base64. */
  readonly hash: string;
  readonly eventId: string;
  readonly position: Position;
}

const leafOf = ({ id, hash, eventId = '', position = '' }: LedgerDocument): LedgerLeaf => {
  const { log, index } = nodeOfId(id);
  return { log, index, hash, eventId, position };
};

/** The leaf of a fact, in whichever log. */
export const findLeaf = async (nodes: ReadModel<LedgerDocument>, eventId: string): Promise<LedgerLeaf | undefined> => {
  const [found] = await nodes.find({ where: [{ field: 'eventId', is: eventId }], limit: 1 });
  return found === undefined ? undefined : leafOf(found);
};

/** The tree of one log, as the read model `ledger` holds its nodes. Throws what reading throws. */
export class LedgerTree {
  constructor(
    private readonly nodes: ReadModel<LedgerDocument>,
    readonly log: number,
  ) {}

  /** How many leaves there are up to a place of the log. */
  async sizeAt(position: Position): Promise<number> {
    const [last] = await this.nodes.find({
      where: [
        { field: 'id', atLeast: nodeId({ level: 0, log: this.log, index: 0 }) },
        { field: 'id', below: nodeId({ level: 0, log: this.log + 1, index: 0 }) },
        { field: 'position', atMost: position },
      ],
      order: { by: 'id', descending: true },
      limit: 1,
    });
    return last === undefined ? 0 : nodeOfId(last.id).index + 1;
  }

  /** The place in the log after which a leaf's fact is the next one. */
  async positionBefore(index: number): Promise<Position> {
    if (index > 0) return (await this.leaves(index - 1, 1))[0]?.position ?? BEFORE_FIRST;
    if (this.log === 1) return BEFORE_FIRST;
    const [begun] = await this.leaves(0, 1);
    const before = new LedgerTree(this.nodes, this.log - 1);
    return before.positionBefore(await before.sizeAt(begun?.position ?? BEFORE_FIRST));
  }

  /** Leaves from one on, in order. */
  async leaves(from: number, limit: number): Promise<readonly LedgerLeaf[]> {
    return (await this.stored(0, from, limit)).map(leafOf);
  }

  /** Nodes of a level, from one on: fewer where there are no more. */
  async hashes(level: number, from: number, count: number): Promise<readonly Buffer[]> {
    return (await this.stored(level, from, count)).map(({ hash }) => Buffer.from(hash, 'base64'));
  }

  async root(size: number): Promise<Buffer> {
    return size === 0 ? EMPTY_ROOT : hashSubtree({ start: 0, end: size }, this.read);
  }

  inclusion(index: number, size: number): Promise<readonly Buffer[]> {
    return this.prove(inclusionSubtrees(index, size));
  }

  consistency(oldSize: number, newSize: number): Promise<readonly Buffer[]> {
    return this.prove(consistencySubtrees(oldSize, newSize));
  }

  private prove(subtrees: readonly Subtree[]): Promise<readonly Buffer[]> {
    return Promise.all(subtrees.map((subtree) => hashSubtree(subtree, this.read)));
  }

  /** Perfect subtrees follow from the nodes of the level of tiles below them. */
  private readonly read: NodeReader = async ({ level, index }) => {
    const width = 2 ** (level % HEIGHT);
    const tileLevel = Math.floor(level / HEIGHT);
    const hashes = await this.hashes(tileLevel, index * width, width);
    if (hashes.length === width) return hashOfTile(hashes);
    throw new Error(`the ledger lacks nodes of level ${tileLevel} from ${index * width} on`);
  };

  private stored(level: number, from: number, count: number): Promise<readonly LedgerDocument[]> {
    return this.nodes.find({
      where: [
        { field: 'id', atLeast: nodeId({ level, log: this.log, index: from }) },
        { field: 'id', below: nodeId({ level, log: this.log, index: from + count }) },
      ],
      limit: count,
    });
  }
}
