/** Characters of one kind, and how many of them a password has at least. */
export interface CharacterClass {
  /** Printable ASCII, each once. */
  readonly chars: string;
  readonly min: number;
}

/** What generated passwords look like. The most specific of identity, vault and organization counts, whole. */
export interface PasswordPolicy {
  readonly length: number;
  readonly classes: readonly CharacterClass[];
  /** Longest run of characters of one class. */
  readonly maxClassRun?: number;
  /** Letter or digit at both ends. */
  readonly edgeAlphanumeric?: boolean;
}
