import { as, elementsOf, inside, INTEGER, only, SEQUENCE } from './der';

/** `granted` and `grantedWithMods`; anything else refuses. */
const GRANTED = [0, 1];

/** What an authority answered: a token, DER of a ContentInfo; or that it refuses. */
export type TimestampResponse = { readonly token: Buffer } | { readonly refused: string };

const wordsIn = (bytes: Buffer): string => {
  const [texts] = elementsOf(bytes);
  const words =
    texts === undefined
      ? ''
      : elementsOf(texts.content)
          .map(({ content }) => content.toString())
          .join(' ');
  return words.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
};

/** Reads an answer (RFC 3161). Throws {@link BadDer} where it is none. */
export const parseTimestampResponse = (bytes: Buffer): TimestampResponse => {
  const [info, token] = inside(SEQUENCE, only(bytes));
  const [status, ...rest] = inside(SEQUENCE, info);
  const { content } = as(INTEGER, status);
  const value = content.length === 1 ? (content[0] as number) : Number.NaN;
  if (!GRANTED.includes(value)) {
    const text = rest.find(({ tag }) => tag === SEQUENCE);
    const words = text === undefined ? '' : wordsIn(text.raw);
    return { refused: `its status is ${value}${words === '' ? '' : ` (${words})`}` };
  }
  return { token: as(SEQUENCE, token).raw };
};
