/** A fact that puts a value in force: what it brings back, or who typed it. */
interface Replacement {
  readonly type: string;
  readonly time: string;
  readonly data: object;
}

interface ReplacementData {
  readonly version: number;
  readonly restoredVersion?: number;
  readonly replacedBy?: string;
  readonly typedBy?: string;
}

const TYPED = 'keyledger.identity-credential-replaced.v1';

/** Facts that put another value in force. */
export const REPLACEMENTS = ['keyledger.rotation-confirmed.v1', TYPED, 'keyledger.credential-version-restored.v1'];

/**
 * When a value came into force that somebody does not know, and stayed in force; undefined: the last one is known. `shown` are
 * the versions the user was shown; what the user typed is known as well, and so is what is brought back of them.
 */
export const rotatedAfter = (
  { userId, shown }: { readonly userId: string; readonly shown: readonly number[] },
  replacements: readonly Replacement[],
): string | undefined => {
  const known = new Set(shown);
  let since: string | undefined;
  for (const fact of replacements) {
    const { version, restoredVersion = version, replacedBy, typedBy = replacedBy } = fact.data as ReplacementData;
    const isKnown = fact.type === TYPED ? typedBy === userId : known.has(restoredVersion);
    if (isKnown) known.add(version);
    since = isKnown ? undefined : (since ?? fact.time);
  }
  return since;
};
