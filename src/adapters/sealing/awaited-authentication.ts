import type { FactAuthentication } from '../../kernel/facts/fact-authentication';

/** Of a log that is opened before the keys that prove it are there: they lie with the sealed values, which name the log. */
export class AwaitedAuthentication implements FactAuthentication {
  private made: FactAuthentication | undefined;

  /** From now on facts can be read and appended. */
  begin(made: FactAuthentication): void {
    this.made = made;
  }

  codeOf(text: string): string {
    return this.known.codeOf(text);
  }

  holds(code: string, text: string): boolean {
    return this.known.holds(code, text);
  }

  private get known(): FactAuthentication {
    if (this.made === undefined) throw new Error('the keys that prove facts are not there yet');
    return this.made;
  }
}
