import { LRUCache } from 'lru-cache';
import { ANY } from '../../../kernel/expected-revision';
import { earlierFrom, type EarlierAppend, type FoundEvent, type SoughtAppend } from './earlier';
import type { Reads } from './reads';
import { isMadeOnce } from './stored-id';
import { foundIn } from './stream-search';

const PAGE = 500;

interface Known {
  /** Everything up to this revision was looked through. */
  last: number;
  /** The server's id of what lies there. */
  lastId: string;
  readonly found: Map<string, FoundEvent>;
}

/**
 * Which ids that may come again stand in which stream. A stream is read through once, then only what was added: an append
 * that expects the revision known here needs no read, since it fails when anything was. Bounded in ids and streams; those that
 * were not asked for longest go first.
 */
export class StreamIds {
  private readonly streams: LRUCache<string, Known>;

  constructor(
    private readonly reads: Reads,
    private readonly most = 100_000,
  ) {
    this.streams = new LRUCache({ maxSize: most });
  }

  /** What is there, up to what is expected at least; with `anew`, up to the stream's end. Throws what `earlierFrom` and reads throw. */
  async find(sought: SoughtAppend, anew: boolean): Promise<EarlierAppend> {
    const { stream, expected } = sought;
    let known = this.use(stream);
    // An append that expects what is known fails where it is no more; whatever else is said of it must still be so.
    const isTold = expected !== known.last || sought.ids.some((id) => known.found.has(id));
    if (known.last >= 0 && (anew || isTold) && !(await this.stands(stream, known))) {
      this.streams.delete(stream);
      known = this.use(stream);
    }
    if (anew || expected === ANY || expected > known.last) {
      await this.readOn(stream, known);
    }
    return earlierFrom(sought, known.found, known.last);
  }

  /** False: the log was put back to an older copy, and nothing of what was found in it counts. */
  private async stands(stream: string, { last, lastId }: Known): Promise<boolean> {
    const [there] = await this.reads.stream(stream, { from: last, limit: 1 }, ({ event }) => event);
    return there !== undefined && Number(there.revision) === last && there.id === lastId;
  }

  /** After an append, so that the next one needs no read. */
  appended({ stream, ids, storedIds }: SoughtAppend, revision: number, position: string): void {
    const known = this.use(stream);
    const first = revision - ids.length + 1;
    // The last one's position is the one that repetitions are answered with; the others' is never asked for.
    // Others may have been before it that were not read yet: then it is found by the next read.
    if (first !== known.last + 1) return;
    ids.forEach((id, index) =>
      this.note(known, id, { revision: first + index, position, storedId: storedIds[index] ?? '' }),
    );
    this.keep(stream, known);
  }

  private async readOn(stream: string, known: Known): Promise<void> {
    for (;;) {
      const page = await this.reads.stream(stream, { from: known.last + 1, limit: PAGE }, foundIn);
      for (const [id, found] of page.filter((it) => it !== undefined)) {
        if (found.revision > known.last) this.note(known, id, found);
      }
      if (this.streams.peek(stream) === known) this.keep(stream, known);
      if (page.length < PAGE) {
        return;
      }
    }
  }

  private note(known: Known, id: string, found: FoundEvent): void {
    known.last = found.revision;
    known.lastId = found.storedId;
    if (!isMadeOnce(id)) {
      known.found.set(id, found);
    }
  }

  private use(stream: string): Known {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    const made: Known = { last: -1, lastId: '', found: new Map() };
    this.keep(stream, made);
    return made;
  }

  /** By how many ids it holds now; one that holds more than all may is kept alone. */
  private keep(stream: string, known: Known): void {
    this.streams.delete(stream);
    this.streams.set(stream, known, { size: Math.min(1 + known.found.size, this.most) });
  }
}
