/** What begins something, what happens to it, and what ends it: each end is tried on what had only begun. */
export const PHASES = ['begins', 'goes on', 'ends'] as const;
export type Phase = (typeof PHASES)[number];

/** A fact of a fixed list as it is in its golden file, or varied, or followed by the loss of a stream. */
export interface Listed {
  readonly phase: Phase;
  /** Its golden file. */
  readonly fact: string;
  /** How it differs from the golden fact, in one field. */
  readonly varied?: string;
  /** Of which category a stream is settled as damaged afterwards. */
  readonly lost?: string;
}

/** With the documents it touches as they are after it, null where there is none; what is varied or lost tells the differences. */
export interface Step extends Listed {
  readonly documents: Readonly<Record<string, unknown>>;
}

export const isSame = (a: Listed, b: Listed): boolean =>
  a.fact === b.fact && a.varied === b.varied && a.lost === b.lost;

/** A fact as it is in its golden file, that others then are varied from. */
export const isPlain = ({ varied, lost }: Listed): boolean => varied === undefined && lost === undefined;
