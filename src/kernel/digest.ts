/** Names for streams keyed by something that must not stand in the name itself: 32 hex digits of SHA-256. */
export abstract class Digest {
  abstract of(...parts: readonly string[]): string;
}
