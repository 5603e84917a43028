import type { ExpectedRevision } from './expected-revision';

/** Somebody else appended first. Nothing was written; load again and decide again. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** The stream's last revision, -1 when there is no stream. */
    readonly actual: number,
  ) {
    super(`${stream} is at revision ${actual}, not ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** A store can't be reached, is full or overloaded. Nothing was written; the same call may succeed later. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** A read model has not come as far as it must be, or is not there yet: it is being filled. Nothing has failed, and asking again is all there is to do. */
export class ReadModelBehind extends StoreUnavailable {
  constructor(
    readonly model: string,
    how: 'is behind' | 'is not there yet',
  ) {
    super(`the read model ${model} ${how}`);
    this.name = 'ReadModelBehind';
  }
}

/**
 * The event store was lost while an append was out, and for as long as its caller could wait nobody could be asked what
 * became of it. It may be in the log, now or in a while; the same append, with the same ids, finds that out.
 */
export class AppendUnsettled extends StoreUnavailable {
  constructor(stream: string, options?: ErrorOptions) {
    super(`whether ${stream} has taken an append is not known: the event store does not answer`, options);
  }
}

/** A store holds what it can't have written itself. A person must look; nothing is repaired silently. */
export class StoreDamaged extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreDamaged';
  }
}

/** A value that a fact points to, or a key it is sealed by, is not in the material store: a person must look. */
export class ValueMissing extends StoreDamaged {
  constructor(message: string) {
    super(message);
    this.name = 'ValueMissing';
  }
}

/** One append is larger than every store takes ({@link MAX_APPEND_BYTES}). Nothing was written; a retry won't help. */
export class AppendTooLarge extends Error {
  constructor(stream: string, bytes: number) {
    super(`an append of ${bytes} bytes to ${stream} is over the limit`);
    this.name = 'AppendTooLarge';
  }
}

/** A fact is longer than a fact may be ({@link MAX_FACT_BYTES}). Nothing was written; whoever asks for it must ask for less at once. */
export class FactTooLarge extends Error {
  constructor(
    stream: string,
    readonly type: string,
    readonly bytes: number,
  ) {
    super(`${type} of ${bytes} bytes can not be appended to ${stream}: no fact may be so long`);
    this.name = 'FactTooLarge';
  }
}
