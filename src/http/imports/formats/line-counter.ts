const FEED = 0x0a;
const RETURN = 0x0d;

const isEnd = (byte: number | undefined): boolean => byte === FEED || byte === RETURN;

/** On which line of a file a record begins, told by where it ends: whatever line ends it holds, and whatever empty lines come before it. */
export class LineCounter {
  private unread = Buffer.alloc(0);
  /** Bytes of the file before what is unread. */
  private passed = 0;
  private line = 1;

  /** `lineEnd`: the byte that each line end has once. */
  constructor(private readonly lineEnd = FEED) {}

  /** What is read next. */
  add(piece: Uint8Array): void {
    this.unread = Buffer.concat([this.unread, piece]);
  }

  /** Bytes of what has not been told to be a record yet. */
  get waiting(): number {
    return this.unread.length;
  }

  /** The next record that is not empty ends before this byte of the file: where it began. */
  recordUpTo(end: number): number {
    const record = this.unread.subarray(0, end - this.passed);
    this.unread = this.unread.subarray(record.length);
    this.passed += record.length;
    let from = 0;
    while (isEnd(record[from])) from += 1;
    const ends = (bytes: Uint8Array): number => bytes.reduce((count, byte) => count + Number(byte === this.lineEnd), 0);
    const begins = this.line + ends(record.subarray(0, from));
    this.line = begins + ends(record.subarray(from));
    return begins;
  }

  /** Where what was not read any more begins. */
  get next(): number {
    let from = 0;
    let line = this.line;
    for (; isEnd(this.unread[from]); from += 1) {
      line += Number(this.unread[from] === this.lineEnd);
    }
    return line;
  }
}
