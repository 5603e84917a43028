/** Where it is told that something went wrong that nobody waits for. Never fails, and holds nothing up. */
export abstract class ErrorReporter {
  abstract report(what: string, error: unknown): void;
}
