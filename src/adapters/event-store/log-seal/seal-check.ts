import type { LogSeal } from '../../../kernel/facts/log-seal';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { storedText } from './stored-text';
import { TextDigest } from './text-digest';

/** A piece of what was sealed that is not what it was. */
export interface Changed {
  /** Its streams, each with the first revision that may be another. */
  readonly streams: ReadonlyMap<string, number>;
  /** Which of the seal's pieces, from 0. */
  readonly stretch: number;
}

/** Compares facts without a code with what was sealed, told in the log's order. */
export class SealCheck {
  private at = 0;
  private digest = new TextDigest();
  private streams = new Map<string, number>();
  private readonly found: Changed[] = [];

  constructor(private readonly seal: LogSeal) {}

  add(fact: StoredFact): void {
    while (fact.position > (this.seal.stretches[this.at]?.upTo ?? fact.position)) this.finish();
    this.digest.add(storedText(fact));
    if (!this.streams.has(fact.stream)) this.streams.set(fact.stream, fact.revision);
  }

  /** To be asked when all were told. */
  changed(): readonly Changed[] {
    while (this.at < this.seal.stretches.length) this.finish();
    return this.found;
  }

  private finish(): void {
    const sealed = this.seal.stretches[this.at];
    if (sealed?.facts !== this.digest.texts || sealed.digest !== this.digest.end()) {
      this.found.push({ stretch: this.at, streams: this.streams });
    }
    this.at += 1;
    this.digest = new TextDigest();
    this.streams = new Map();
  }
}
