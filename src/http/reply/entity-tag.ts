import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';

/** A strong entity tag (RFC 9110 § 8.8.3): the revision of the thing's stream. */
export const entityTag = (revision: number): string => `"${revision}"`;

/** The revision an `If-Match` insists on; undefined for any. Errors: {@link Refused}, as what is no tag of ours matches nothing. */
export const revisionIn = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const revision = /^"(0|[1-9]\d{0,14})"$/.exec(ifMatch.trim())?.[1];
  if (revision === undefined) {
    throw new Refused(refuse('PRECONDITION_FAILED', 'If-Match takes one ETag as it was answered, or *.'));
  }
  return Number(revision);
};
