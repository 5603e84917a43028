import type { Findings } from './findings';

/** A fact, as far as its place is judged. */
export interface ReadFact {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly time: string; readonly actor: Readonly<Record<string, unknown>> };
}

interface Gap {
  readonly leaf: number;
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

const SETTLED = 'keyledger.stream-damage-settled.v1';

/** Whether each stream's facts follow each other by revision and time. */
export class FactsOfStreams {
  private readonly last = new Map<string, { readonly revision: number; readonly time: string }>();
  private readonly gaps: Gap[] = [];
  /** Streams of which somebody answers for what is missing. */
  private readonly settled = new Set<string>();

  /** `shown`: all facts of streams, those of a later log, or some, between which others may lie. */
  constructor(
    private readonly findings: Findings,
    private readonly shown: 'all' | 'later' | 'some',
  ) {}

  take(fact: ReadFact, leaf: number): void {
    const { stream, revision, type, data, metadata } = fact;
    const before = this.last.get(stream);
    const expected = before === undefined ? (this.shown === 'all' ? 0 : revision) : before.revision + 1;
    if (revision < expected) {
      this.findings.add({
        rule: 'order',
        leaf,
        stream,
        revision,
        detail: `${stream} was at revision ${expected - 1} before`,
      });
    }
    const isGap = revision > expected && this.shown !== 'some';
    if (isGap) this.gaps.push({ leaf, stream, from: expected, to: revision - 1 });
    if (before !== undefined && metadata.time < before.time) {
      this.findings.add({
        rule: 'time',
        leaf,
        stream,
        revision,
        detail: `it says ${metadata.time}, and the fact before it in its stream ${before.time}`,
      });
    }
    if (type === SETTLED && typeof data['stream'] === 'string') this.settled.add(data['stream']);
    this.last.set(stream, { revision: Math.max(revision, before?.revision ?? -1), time: metadata.time });
  }

  /** Streams whose gaps somebody settled; the others are findings. */
  finish(): readonly string[] {
    const notes: string[] = [];
    for (const { leaf, stream, from, to } of this.gaps) {
      const which = from === to ? `revision ${from}` : `revisions ${from} to ${to}`;
      if (this.settled.has(stream)) {
        notes.push(`${stream} lacks ${which}; an owner has settled that`);
        continue;
      }
      const detail = `${stream} lacks ${which} before this leaf`;
      this.findings.add({ rule: 'gap', leaf, stream, revision: from, detail });
    }
    return notes;
  }
}
