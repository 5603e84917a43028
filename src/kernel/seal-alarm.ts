/** A sealed value that could not be opened although a fact points to it. Never the value, sealed or not. */
export interface SealFailure {
  readonly identityId: string;
  readonly version: number;
  /** `missing`: the value, or a key it is sealed by, is not in the store. */
  readonly found: 'does_not_open' | 'missing';
}

/** Who is on call is told: by a log line and a metric, whatever becomes of the fact that the log is to hold. */
export abstract class SealAlarm {
  abstract failed(failure: SealFailure, error: unknown): void;
  /** That fact could not be written. */
  abstract untold(failure: SealFailure, error: unknown): void;
}
