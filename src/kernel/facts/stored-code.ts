/** Metadata as it is stored, and the authentication code that stands in it. */
export interface Uncoded {
  readonly metadata: unknown;
  /** Absent: there is none, or it is no text. */
  readonly code?: string;
}

/** The metadata of a fact without the code that proves it: nobody behind the stores sees that. */
export const withoutCode = (stored: unknown): Uncoded => {
  if (typeof stored !== 'object' || stored === null || !Object.hasOwn(stored, 'mac')) return { metadata: stored };
  const { mac, ...metadata } = stored as Readonly<Record<string, unknown>>;
  return typeof mac === 'string' ? { metadata, code: mac } : { metadata };
};
