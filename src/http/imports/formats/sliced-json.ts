import { setImmediate as turn } from 'node:timers/promises';

/** An export nests some ten levels deep. */
const MOST_LEVELS = 32;
/** Some 200,000 entries of 25 members each; each costs memory, however short it is written. */
const MOST_VALUES = 5_000_000;
/** Values that are read between two turns of the event loop: some milliseconds. */
const SLICE = 10_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const ENDS: ReadonlySet<number> = new Set([...BLANKS, COMMA, CLOSE_LIST, CLOSE_OBJECT]);

/** As an assignment makes it, which would make none of `__proto__`. */
const OWN = { enumerable: true, configurable: true, writable: true } as const;

/** It has more values, or nests deeper, than anything that is imported. */
export class TooMuchJson extends Error {
  override readonly name = 'TooMuchJson';
}

/** A number as the file has it: with more digits than the language keeps, or with ones that it would not write. */
export class NumberAsWritten {
  constructor(readonly text: string) {}
}

type Holder = { readonly list: unknown[] } | { readonly members: Record<string, unknown>; name?: string };

const isList = (holder: Holder): holder is { readonly list: unknown[] } => 'list' in holder;

/** Where a string that begins here ends: behind the first quote that is not escaped. */
const endOfString = (bytes: Uint8Array, from: number): number => {
  for (let at = from + 1; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  throw new SyntaxError('a string is not closed');
};

/** Reads one JSON text; what stands next is known at each place. */
class Reading {
  private at = 0;
  private values = 0;
  private readonly open: Holder[] = [];
  private result: unknown;
  isDone = false;

  constructor(private readonly bytes: Buffer) {}

  get value(): unknown {
    if (this.next() !== undefined) throw new SyntaxError('something follows the value');
    return this.result;
  }

  /** One value, or the beginning of one, and all that closes behind it. */
  step(): void {
    const holder = this.open.at(-1);
    if (holder !== undefined && !isList(holder)) holder.name = this.name();
    const byte = this.next();
    this.values += 1;
    if (this.values > MOST_VALUES) throw new TooMuchJson();
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.begin(byte);
    else this.add(this.scalar(byte));
  }

  private begin(byte: number): void {
    const isOfList = byte === OPEN_LIST;
    const holder: Holder = isOfList ? { list: [] } : { members: {} };
    this.at += 1;
    if (this.open.length >= MOST_LEVELS) throw new TooMuchJson();
    this.open.push(holder);
    if (this.next() === (isOfList ? CLOSE_LIST : CLOSE_OBJECT)) this.close();
  }

  /** The value is whole: it goes where it belongs, and so does what ends with it. */
  private add(value: unknown): void {
    const holder = this.open.at(-1);
    if (holder === undefined) {
      this.result = value;
      this.isDone = true;
      return;
    }
    if (isList(holder)) holder.list.push(value);
    else Object.defineProperty(holder.members, holder.name ?? '', { value, ...OWN });
    const byte = this.next();
    if (byte === COMMA) this.at += 1;
    else if (byte === (isList(holder) ? CLOSE_LIST : CLOSE_OBJECT)) this.close();
    else throw new SyntaxError('a comma or an end is missing');
  }

  private close(): void {
    this.at += 1;
    const holder = this.open.pop();
    if (holder !== undefined) this.add(isList(holder) ? holder.list : holder.members);
  }

  private name(): string {
    if (this.next() !== QUOTE) throw new SyntaxError('a name is missing');
    const name = this.text(endOfString(this.bytes, this.at)) as string;
    if (this.next() !== COLON) throw new SyntaxError('a colon is missing');
    this.at += 1;
    return name;
  }

  private scalar(byte: number | undefined): unknown {
    if (byte === QUOTE) return this.text(endOfString(this.bytes, this.at));
    let end = this.at;
    while (end < this.bytes.length && !ENDS.has(this.bytes[end] ?? 0)) end += 1;
    return this.text(end);
  }

  /** A string, a number or a word, judged by the parser of the language. */
  private text(end: number): unknown {
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end;
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' && String(value) !== text ? new NumberAsWritten(text) : value;
  }

  /** The next byte that is no blank. */
  private next(): number | undefined {
    while (BLANKS.has(this.bytes[this.at] ?? 0)) this.at += 1;
    return this.bytes[this.at];
  }
}

/**
 * A large JSON text as `JSON.parse` reads it, in slices, so that a server stays there for others meanwhile, and within bounds
 * that are known before memory is spent. A number that the language would write otherwise is a {@link NumberAsWritten}. Errors: SyntaxError, {@link TooMuchJson}.
 */
export const slicedJson = async (bytes: Buffer): Promise<unknown> => {
  const reading = new Reading(bytes);
  for (let steps = 1; !reading.isDone; steps += 1) {
    reading.step();
    if (steps % SLICE === 0) await turn();
  }
  return reading.value;
};
