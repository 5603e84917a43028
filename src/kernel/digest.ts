/** Names for streams keyed by something that must not stand in the name itself: 32 hex digits of SHA-256. */
export interface Digest {
  of(...parts: readonly string[]): string;
}
