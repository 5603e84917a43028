/** What must be given back when the application closes, or when it does not open after all; the last one taken goes first. */
export class DisposableStack {
  private readonly closings: (() => void | Promise<void>)[] = [];

  add<T extends { close(): void | Promise<void> }>(opened: T): T {
    this.closings.push(() => opened.close());
    return opened;
  }

  async close(): Promise<void> {
    for (const close of this.closings.splice(0).toReversed()) await close();
  }
}
