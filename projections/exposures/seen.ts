import type { ExposureDocument, SeenVersion } from './document';

/** Disclosures of one version kept until one of them is certain: each of them may be taken back. */
const MOST_UNCERTAIN = 8;
/** Versions remembered of one identity; of more, those shown first are forgotten. */
const MOST_SEEN = 2000;

/** Shown once is shown: only where nothing certain is known of a version does another showing of it tell anything. */
export const withSeen = (document: ExposureDocument, shown: SeenVersion): ExposureDocument => {
  const known = document.seen.filter(({ version }) => version === shown.version);
  const isCertain = known.some(({ disclosureId }) => disclosureId === undefined);
  const isRepeated = known.some(
    ({ disclosureId }) => disclosureId !== undefined && disclosureId === shown.disclosureId,
  );
  return isCertain || isRepeated || (shown.disclosureId !== undefined && known.length >= MOST_UNCERTAIN)
    ? document
    : { ...document, seen: [...document.seen, shown].slice(-MOST_SEEN) };
};

/** A disclosure that was recorded was not made: nothing was shown by it. */
export const withoutDisclosure = (
  document: ExposureDocument | undefined,
  disclosureId: string,
): ExposureDocument | undefined => {
  const left = document?.seen.filter((each) => each.disclosureId !== disclosureId);
  if (document === undefined || left === undefined || left.length === document.seen.length) return document;
  return left.length === 0 ? undefined : { ...document, seen: left };
};
