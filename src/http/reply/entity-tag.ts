/** A strong entity tag (RFC 9110 § 8.8.3): the revision of the thing's stream. */
export const entityTag = (revision: number): string => `"${revision}"`;

/** No thing is at it: where nothing was written stands at -1. */
const NO_REVISION = -2;

/**
 * The revision an `If-Match` insists on; undefined for any. What is no tag of ours matches nothing, and is refused where
 * the rest of the request is judged: after who may not see the thing has heard that it isn't there.
 */
export const revisionIn = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const revision = /^"(0|[1-9]\d{0,14})"$/.exec(ifMatch.trim())?.[1];
  return revision === undefined ? NO_REVISION : Number(revision);
};
