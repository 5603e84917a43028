/**
 * Asks something costly once for everybody who was waiting when it was asked. Who comes while a question is under way
 * waits for the next one: its answer may be older than his call.
 */
export class SharedQuestion<T> {
  private current?: Promise<T>;
  private next?: Promise<T>;

  constructor(private readonly question: () => Promise<T>) {}

  ask(): Promise<T> {
    if (this.current === undefined) {
      return this.begin();
    }
    this.next ??= this.current.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.next;
  }

  private begin(): Promise<T> {
    this.next = undefined;
    const asked = this.question().finally(() => {
      if (this.current === asked) {
        this.current = undefined;
      }
    });
    this.current = asked;
    return asked;
  }
}
