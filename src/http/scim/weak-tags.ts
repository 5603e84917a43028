import type { SeenRevision } from '../../kernel/seen-revision';

/** RFC 7644 § 3.14: by a weak tag, as attributes may be left out of what is told. */
export const weakTag = (revision: number): string => `W/"${revision}"`;

const TAGS = /(?:W\/)?"[^"]*"|[^,\s][^,]*/g;
const OURS = /^(?:W\/)?"(0|[1-9]\d{0,14})"$/;

/** The revisions that `If-Match` or `If-None-Match` lists; undefined: there is no such header, or it fits any. */
export const weakRevisionsIn = (header: string | undefined): SeenRevision | undefined => {
  const text = header?.trim();
  if (text === undefined || text === '*') return undefined;
  return (text.match(TAGS) ?? [])
    .map((tag) => OURS.exec(tag.trim())?.[1])
    .filter((revision) => revision !== undefined)
    .map(Number);
};
