/** Streams that a note names. */
const MOST_NAMED = 5;

/** What can't be judged, and why. */
export class Doubts {
  private count = 0;
  private readonly streams = new Set<string>();

  constructor(private readonly what: string) {}

  add(lacking: readonly string[]): void {
    if (lacking.length === 0) return;
    this.count += 1;
    lacking.forEach((stream) => this.streams.add(stream));
  }

  get notes(): readonly string[] {
    if (this.count === 0) return [];
    const others = this.streams.size > MOST_NAMED ? ` and ${this.streams.size - MOST_NAMED} more` : '';
    const named = [...this.streams].slice(0, MOST_NAMED).join(', ');
    return [
      `${this.count} ${this.what} could not be judged: they rest on streams of which facts are lost (${named}${others})`,
    ];
  }
}
