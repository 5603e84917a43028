import type { IdentityHostDocument } from '../../../projections/identities/document';

/**
 * What is known of the value in force on a host, measured by the version that is served.
 *
 * - `present`, `older`, `newer`: a login proved that version there, and nothing was begun since.
 * - `either`: something was begun there, or set here by hand, of which nobody knows what became.
 * - `refused`: at the last look the host refused what it should hold.
 * - `untouched`: no login ever proved anything there, and nothing was begun.
 * - `unmanaged`: the same, of an account that is still to be taken over.
 */
export type Knowledge = 'present' | 'older' | 'newer' | 'either' | 'refused' | 'untouched' | 'unmanaged';

export const knowledgeOf = (host: IdentityHostDocument | undefined, served: number): Knowledge => {
  const { provenVersion, mayHold, refused } = host ?? {};
  if (mayHold !== undefined) return 'either';
  if (refused === true) return 'refused';
  if (provenVersion === undefined) return served === 0 ? 'unmanaged' : 'untouched';
  if (provenVersion === served) return 'present';
  return provenVersion > served ? 'newer' : 'older';
};

/** A login proved the version there, and nothing happened since that could have changed it. */
export const isProved = (host: IdentityHostDocument | undefined, version: number): boolean =>
  knowledgeOf(host, version) === 'present';
