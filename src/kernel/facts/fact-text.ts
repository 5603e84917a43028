import { canonicalJson, isPlain } from './canonical-json';
import type { PlacedFact } from './canonical-fact';

/** Canonical texts of what a fact says. */
export interface SaidTexts {
  readonly data: string;
  readonly metadata: string;
}

export const saidTexts = ({ data, metadata }: Pick<PlacedFact, 'data' | 'metadata'>): SaidTexts => ({
  data: canonicalJson(data),
  metadata: canonicalJson(metadata),
});

/** Names of streams, ids and types are plain, nearly always: JSON.stringify takes several times as long. */
const quoted = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(text));

/** What {@link canonicalFact} answers, put together of parts, so that a fact that is placed later is written out once. */
export const factText = (
  { stream, revision, id, type }: Omit<PlacedFact, 'data' | 'metadata'>,
  { data, metadata }: SaidTexts,
): string =>
  `{"data":${data},"id":${quoted(id)},"metadata":${metadata},${revision === undefined ? '' : `"revision":${revision},`}"stream":${quoted(stream)},"type":${quoted(type)}}`;
