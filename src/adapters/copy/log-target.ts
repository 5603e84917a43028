import type { StoredFact } from '../../kernel/facts/fact-classifier';
import type { StoredLog } from '../../kernel/stored-log';

/** Type of an event that stands for a revision that is gone for good, where revisions can't be left out. None of our facts. */
export const GONE = 'gone-revision';

/** A log that is being made a copy of another one. */
export interface LogTarget extends StoredLog {
  /** In this order, each at its revision; durable when answered. What stands there already is not written twice. */
  write(facts: readonly StoredFact[]): Promise<void>;
  /** No revision of the stream up to this one is given again, though nothing of it may be there. To be called when all is written. */
  reach(stream: string, revision: number): Promise<void>;
}

/** Every event in our streams, in the log's order; what only stands for a revision that is gone is none. */
export async function* eachStored(log: StoredLog): AsyncGenerator<StoredFact, void, undefined> {
  for (let after = ''; ;) {
    const { facts, position, more } = await log.readStored(after, 500);
    for (const fact of facts) if (fact.type !== GONE) yield fact;
    after = position;
    if (!more) return;
  }
}

/** Told of each step how far it is; `total` is absent where it is not known. */
export type OnProgress = (step: string, done: number, total?: number) => void;

export interface CopyOptions {
  /** What somebody else wrote into streams of ours goes along, and is damage in embedded stores until it is settled there. */
  readonly withStrangers: boolean;
  readonly onProgress: OnProgress;
}
