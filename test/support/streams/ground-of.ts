import { Decisions } from '../../../src/commands/deciding/decisions';
import { FactRecorder } from '../../../src/commands/deciding/fact-recorder';
import { Refusals } from '../../../src/commands/deciding/refusals';
import type { Context } from '../../../src/kernel/context';
import type { DomainEvent } from '../../../src/kernel/event';
import type { EventStore } from '../../../src/kernel/event-store';
import { ANY } from '../../../src/kernel/expected-revision';
import type { Ids } from '../../../src/kernel/ids';
import { RefusedError } from '../../../src/kernel/refused-error';
import { WrongExpectedRevision } from '../../../src/kernel/store-errors';
import type { StreamReader } from '../../../src/kernel/stream-reader';
import { expectPlain } from '../given-when-then';
import { NOW } from './a-vault';
import { digest, viewOf, type Streams } from './view-of';

/**
 * A fact as it came to stand: its stream, its noun (`user-created` of `keyledger.user-created.v1`), and what it says; of a
 * refusal without its words.
 */
export type Told = readonly [stream: string, noun: string, data: object];

export interface Happened<T> {
  readonly answer?: T;
  /** The code of the refusal, and its detail and extras. */
  readonly refused?: string;
  readonly detail?: string;
  readonly extra?: object;
  readonly facts: readonly Told[];
}

const withoutWords = (type: string, data: object): object => {
  const { detail: _, ...rest } = data as { readonly detail?: string };
  return type.endsWith('-refused.v1') ? rest : data;
};

const nounOf = (type: string): string => type.replace(/^keyledger\./, '').replace(/\.v1$/, '');

/** Nobody but the nodes of a specification with one node in memory: what a command decides, and what it makes of the log. */
export class Ground {
  private readonly streams: Map<string, readonly DomainEvent[]>;
  private readonly facts: Told[] = [];
  private made = 0;
  now = Date.parse(NOW);
  readonly ids: Ids = { next: () => `new${(this.made += 1)}` };
  readonly clock = { now: () => this.now };
  readonly digest = digest;
  /** What of the log can't be said by facts alone: done just before the next append of this noun, once. */
  private before: { readonly noun: string; readonly first: () => Promise<unknown> | void } | undefined;
  readonly store = {
    append: async (stream, expected, events) => {
      const { before } = this;
      if (before !== undefined && events.some(({ type }) => nounOf(type) === before.noun)) {
        this.before = undefined;
        await before.first();
      }
      const held = this.streams.get(stream) ?? [];
      if (expected !== ANY && expected !== held.length - 1) {
        throw new WrongExpectedRevision(stream, expected, held.length - 1);
      }
      expectPlain(events.map(({ type, data }) => ({ type, data })));
      this.streams.set(stream, [...held, ...events]);
      this.facts.push(...events.map(({ type, data }): Told => [stream, nounOf(type), withoutWords(type, data)]));
      return { revision: held.length + events.length - 1, position: this.position(), repeated: false };
    },
  } as EventStore;
  readonly reader = {
    fresh: async () => ({ ...viewOf(Object.fromEntries(this.streams)), at: this.position() }),
    appended: () => undefined,
  } as unknown as StreamReader;
  readonly refusals = new Refusals(this.store, this.clock, { next: () => 'refusal' });
  readonly deciding = new Decisions(this.store, this.reader, this.clock, { below: () => 0 }, this.refusals);
  readonly recording = new FactRecorder(this.store, this.reader, this.clock, this.refusals);

  constructor(given: Streams) {
    this.streams = new Map(Object.entries(given));
  }

  as(userId: string, more: Partial<Context> = {}): Context {
    const actor = { kind: 'user', userId } as const;
    return { actor, correlationId: 'c', deadline: this.now + 30_000, ids: this.ids, ...more };
  }

  /** A policy of ours, whom nobody's permissions bind. */
  policy(): Context {
    return { ...this.as(''), actor: { kind: 'policy', name: 'spec' } };
  }

  /** What a command came to: its answer or refusal, and every fact it made. */
  async when<T>(work: () => Promise<T>): Promise<Happened<T>> {
    const before = this.facts.length;
    const facts = () => this.facts.slice(before);
    try {
      return { answer: await work(), facts: facts() };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const { code, detail, extra } = error.refusal;
      return { refused: code, detail, ...(extra === undefined ? {} : { extra }), facts: facts() };
    }
  }

  /** Another node is faster: it does this just before the next append of a fact of this noun. */
  justBefore(noun: string, first: () => Promise<unknown> | void): void {
    this.before = { noun, first };
  }

  /** Facts that somebody else states. */
  also(stream: string, ...events: readonly DomainEvent[]): void {
    this.streams.set(stream, [...(this.streams.get(stream) ?? []), ...events]);
  }

  /** Every fact that was made. */
  get told(): readonly Told[] {
    return this.facts;
  }

  private position(): string {
    return String(this.facts.length).padStart(4, '0');
  }
}

/** A fact of a specification, by its noun. */
export const fact = (noun: string, data: object): DomainEvent => ({ type: `keyledger.${noun}.v1`, data });
