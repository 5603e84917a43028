import type { NewEvent } from '../new-event';
import { canonicalJson, isPlain } from './canonical-json';

/** Canonical texts of what a fact says. */
export interface SaidTexts {
  readonly data: string;
  readonly metadata: string;
}

type Said = Pick<NewEvent, 'data' | 'metadata'>;

interface Placed extends Pick<NewEvent, 'id' | 'type'> {
  readonly stream: string;
  readonly revision?: number;
}

/** Of facts that this process wrote and still holds, by their data, which nobody changes. */
const written = new WeakMap<object, { readonly metadata: object; readonly texts: SaidTexts }>();

/** Kept as long as the fact itself is: its receipt and its leaf in the tree are made of the same texts. */
export const saidTexts = ({ data, metadata }: Said): SaidTexts => {
  const texts = { data: canonicalJson(data), metadata: canonicalJson(metadata) };
  written.set(data, { metadata, texts });
  return texts;
};

/** What {@link saidTexts} made of these same objects; undefined for a fact that was read. */
export const writtenTexts = ({ data, metadata }: Said): SaidTexts | undefined => {
  const found = written.get(data);
  return found?.metadata === metadata ? found.texts : undefined;
};

/** Names of streams, ids and types are plain, nearly always, and looked at together: JSON.stringify takes several times as long. */
const asJson = (plain: boolean, text: string): string => (plain ? `"${text}"` : JSON.stringify(text));

/** A fact's canonical text, put together of parts, so that a fact that is placed later is written out once. */
export const factText = ({ stream, revision, id, type }: Placed, { data, metadata }: SaidTexts): string => {
  const plain = isPlain(`${stream}${id}${type}`);
  const place = revision === undefined ? '' : `"revision":${revision},`;
  return `{"data":${data},"id":${asJson(plain, id)},"metadata":${metadata},${place}"stream":${asJson(plain, stream)},"type":${asJson(plain, type)}}`;
};
