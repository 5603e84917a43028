import type { SeenRevision } from '../../kernel/seen-revision';

/** A strong entity tag (RFC 9110 § 8.8.3): the revision of the thing's stream. */
export const entityTag = (revision: number): string => `"${revision}"`;

const OURS = /^"(0|[1-9]\d{0,14})"$/;

/** RFC 9110 § 8.8.3: a list of tags, blanks and empty elements between them (§ 5.6.1). A tag may hold a comma. */
const TAGS = /(?:W\/)?"[^"]*"|[^,\s][^,]*/g;

/**
 * What an `If-Match` insists on (RFC 9110 § 13.1.1): undefined for any, else the revisions of which one must be the thing's.
 * Tags are compared strongly: a weak one, and one that is none of ours, match nothing; that is refused where the rest of
 * the request is judged: after who may not see the thing has heard that it isn't there.
 */
export const revisionIn = (ifMatch: string | undefined): SeenRevision | undefined => {
  const text = ifMatch?.trim();
  if (text === undefined || text === '*') return undefined;
  return (text.match(TAGS) ?? [])
    .map((tag) => OURS.exec(tag.trim())?.[1])
    .filter((revision) => revision !== undefined)
    .map(Number);
};
