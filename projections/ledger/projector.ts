import { canonicalFact } from '../../src/kernel/facts/canonical-fact';
import { LOG_RESTARTED, nodeId, nodeOfId } from '../../src/kernel/ledger-node';
import type { Projector } from '../../src/kernel/projector';
import type { Versioned } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { hashOfTile } from '../../wire/tlog/hash-of-tile';
import { leafHashOfFact } from '../../wire/tlog/leaf-of-fact';
import { TILE_WIDTH } from '../../wire/tlog/tile-path';
import { LEDGER, type LedgerDocument } from './document';

type Table = Pick<BuildTable<LedgerDocument>, 'load' | 'find'>;

/** The last leaf there is before this fact, which may have been taken before: then leaves of it and behind it are there. */
const lastBefore = async (table: Table, event: RecordedEvent) => {
  const [last] = await table.find({
    where: [
      { field: 'id', below: '1' },
      { field: 'position', below: event.position },
    ],
    order: { by: 'id', descending: true },
    limit: 1,
  });
  return last === undefined ? { log: 1, index: -1 } : nodeOfId(last.id);
};

/** Nodes that are there, and those that come to them. */
class Growing {
  readonly added = new Map<string, Versioned<LedgerDocument>>();

  constructor(private readonly table: Table) {}

  add(document: LedgerDocument, position: string): void {
    this.added.set(document.id, { id: document.id, position, document });
  }

  /** Where a tile is full with this node, the node above it stands too. */
  async complete(level: number, log: number, index: number, position: string): Promise<void> {
    if ((index + 1) % TILE_WIDTH !== 0) return;
    const first = index + 1 - TILE_WIDTH;
    const ids = Array.from({ length: TILE_WIDTH }, (_, n) => nodeId({ level, log, index: first + n }));
    const stored = await this.table.load(ids.filter((id) => !this.added.has(id)));
    const hashes = ids.map((id) => {
      const node = this.added.get(id) ?? stored.get(id);
      if (node?.document === undefined) throw new Error(`the ledger lacks its node ${id}`);
      return Buffer.from(node.document.hash, 'base64');
    });
    const above = { level: level + 1, log, index: first / TILE_WIDTH };
    this.add({ id: nodeId(above), hash: hashOfTile(hashes).toString('base64') }, position);
    await this.complete(above.level, log, above.index, position);
  }
}

/** The Merkle tree over every fact there is, in the order of the log: the same on every node, and for every auditor who has the facts. */
export const ledger: Projector<LedgerDocument> = {
  schema: LEDGER,
  ids: () => [],
  next: (document) => document,
  async inOrder(events, table) {
    const [first] = events;
    if (first === undefined) return [];
    const growing = new Growing(table);
    let { log, index } = await lastBefore(table, first);
    for (const event of events) {
      [log, index] = event.type === LOG_RESTARTED ? [log + 1, 0] : [log, index + 1];
      const { id: eventId, position } = event;
      const hash = leafHashOfFact(canonicalFact(event)).toString('base64');
      growing.add({ id: nodeId({ level: 0, log, index }), hash, eventId, position }, position);
      await growing.complete(0, log, index, position);
    }
    return [...growing.added.values()];
  },
  // What was signed stays signed: that its fact is gone is told, not undone.
  keepsWhatIsLost: true,
};
