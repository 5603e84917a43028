/**
 * What comes up in one turn of the event loop, carried out as one: the models of a node follow the same log and look at the
 * same store at the same time, and a round trip costs the same for one of them as for all.
 */
export class Batcher<T, R> {
  private items: T[] = [];
  private carriedOut?: Promise<R>;

  constructor(private readonly carryOut: (items: readonly T[]) => Promise<R>) {}

  /** Everybody of that turn gets the one answer, or the one error; the work begins after the call. */
  with(item: T): Promise<R> {
    this.items.push(item);
    this.carriedOut ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const { items } = this;
      this.items = [];
      this.carriedOut = undefined;
      return this.carryOut(items);
    });
    return this.carriedOut;
  }
}
