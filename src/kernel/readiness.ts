/** What the server's parts say of themselves. */
export interface ReadinessReport {
  /** Every part has reached what it must have reached before requests are answered rightly. */
  readonly ready: boolean;
  /** Ready, and yet not all is done that should be; then there are reasons. */
  readonly degraded?: true;
  /** In words for operators, no secrets. */
  readonly reasons?: readonly string[];
  /** By name of the part; plain JSON, no secrets. */
  readonly parts: Readonly<Record<string, unknown>>;
}

export abstract class Readiness {
  abstract report(): Promise<ReadinessReport>;
}
