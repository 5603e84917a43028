interface Waiting<T> {
  readonly items: T[];
  readonly done: Promise<void>;
}

/**
 * What comes for one thing while that is being decided is decided together afterwards: on one stream one append follows another,
 * and each waits for the disk, however little it says. Who comes alone waits for nobody.
 */
export class KeyedBatcher<T> {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Waiting<T>>();

  /** Everybody of one run gets its one end. `carryOut`: the same for all of one key. */
  with(key: string, item: T, carryOut: (items: readonly T[]) => Promise<void>): Promise<void> {
    const others = this.waiting.get(key);
    if (others !== undefined) {
      others.items.push(item);
      return others.done;
    }
    const before = this.underWay.get(key);
    if (before === undefined) return this.begin(key, [item], carryOut);
    const items = [item];
    const done = (async () => {
      await before.catch(() => undefined);
      this.waiting.delete(key);
      return this.begin(key, items, carryOut);
    })();
    this.waiting.set(key, { items, done });
    return done;
  }

  private begin(key: string, items: readonly T[], carryOut: (items: readonly T[]) => Promise<void>): Promise<void> {
    const run = carryOut(items).finally(() => this.underWay.delete(key));
    this.underWay.set(key, run);
    return run;
  }
}
