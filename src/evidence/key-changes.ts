import { KEY_CHANGED, type KeyChangedData } from '../../wire/tlog/key-changed';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { StreamReader } from '../kernel/stream-reader';
import { nodesOf, type EvidenceParts } from './evidence-parts';
import { findLeaf } from './ledger-tree';
import type { KeyChange } from './signing-keys';

const PAGE = 200;

const factsOf = async (reader: Pick<StreamReader, 'page'>): Promise<readonly RecordedEvent[]> => {
  const found: RecordedEvent[] = [];
  for (let from = 0; ;) {
    const page = await reader.page('evidence', from, PAGE, 'forwards');
    found.push(...page.filter(({ type }) => type === KEY_CHANGED));
    const last = page.at(-1);
    if (last === undefined) return found;
    from = last.revision + 1;
  }
};

/** Finds the changes of a log's signing key in its tree. */
export class KeyChanges {
  private known: { readonly log: number; readonly told: number; readonly changes: readonly KeyChange[] } | undefined;

  constructor(
    private readonly reader: Pick<StreamReader, 'page'>,
    private readonly parts: Pick<EvidenceParts, 'readModels'>,
  ) {}

  /** In the order of their leaves; `told`: how many the facts tell of this log. One that has no leaf yet is left out. */
  async of(log: number, told: number): Promise<readonly KeyChange[]> {
    if (told === 0) return [];
    if (this.known?.log === log && this.known.told === told) return this.known.changes;
    const changes: KeyChange[] = [];
    for (const { id, data } of await factsOf(this.reader)) {
      const leaf = await findLeaf(nodesOf(this.parts), id);
      const { former, vkey } = data as KeyChangedData;
      if (leaf?.log === log) changes.push({ former, vkey, leaf: leaf.index });
    }
    changes.sort((a, b) => a.leaf - b.leaf);
    // Those that have no leaf yet are looked for again.
    if (changes.length >= told) this.known = { log, told, changes };
    return changes;
  }
}
