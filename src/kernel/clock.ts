/** The time of day; the only source of `now`. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}
