/** A server that is measured, in a process of its own. */
export interface Yardstick {
  readonly url: string;
  /** Processor time it has taken so far, of all its threads, ms. */
  readonly cpuMs: () => number;
  stop(): void;
}
