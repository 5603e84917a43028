import type { NewEvent } from '../new-event';
import { FactTooLarge } from '../store-errors';
import { canonicalFact, type PlacedFact } from './canonical-fact';
import type { FactAuthentication } from './fact-authentication';
import { factText, saidTexts, type SaidTexts } from './fact-text';

/** The most canonical bytes a fact may have: a proof's entry holds no longer one. */
export const MAX_FACT_BYTES = 60 * 1024;

/** Stands before the code of a fact whose append named no revision. */
export const ANYWHERE = 'any.';

/** A fact as a store writes it: JSON texts, and in the metadata the code that proves it. */
export interface WrittenFact extends Pick<NewEvent, 'id' | 'type'> {
  readonly data: string;
  readonly metadata: string;
}

/** A fact that was told where it goes. */
export interface AdmittedFact extends WrittenFact {
  /** The same, where its revision turns out only when it is written. */
  placed(revision: number): WrittenFact;
}

/** What is checked: as it was read, its metadata without the code. */
type Told = Omit<PlacedFact, 'metadata' | 'data' | 'revision'> & {
  readonly revision: number;
  readonly data: unknown;
  readonly metadata: unknown;
  /** The JSON texts that were read as data and as metadata with its code, where the store has them. */
  readonly texts?: SaidTexts;
};

/** The last member of the metadata as it is written. The code has no letter that JSON would write otherwise. */
const codeMember = (code: string): string => `,"mac":"${code}"}`;

/** The metadata without its code, as text; undefined where it does not stand at the end, as it is written. */
const bareText = (metadata: string, code: string): string | undefined => {
  const last = codeMember(code);
  return metadata.endsWith(last) ? `${metadata.slice(0, -last.length)}}` : undefined;
};

/** As it is written where nothing proves facts: in stores that are tried without a key. */
export const unproven = ({ id, type, data, metadata }: NewEvent): AdmittedFact => {
  const written = { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
  return { ...written, placed: () => written };
};

/** Of a text without lone surrogates, in UTF-8. */
const bytesOf = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, '_').length;

const assertShort = ({ stream, type }: PlacedFact, text: string): void => {
  // No letter of a JavaScript text has more than three bytes.
  if (text.length * 3 <= MAX_FACT_BYTES) return;
  const bytes = bytesOf(text);
  if (bytes > MAX_FACT_BYTES) throw new FactTooLarge(stream, type, bytes);
};

/** Puts the code on facts that are appended and checks it on those that are read: one place for every store and every tool. */
export class AuthenticFacts {
  constructor(private readonly authentication: FactAuthentication) {}

  /** Throws {@link FactTooLarge}, and `TypeError` for what has no canonical text. */
  make(fact: PlacedFact): AdmittedFact {
    const { stream, id, type } = fact;
    const said = saidTexts(fact);
    const written = (revision: number | undefined): WrittenFact => {
      const text = factText(revision === undefined ? { stream, id, type } : { stream, revision, id, type }, said);
      assertShort(fact, text);
      const code = `${revision === undefined ? ANYWHERE : ''}${this.authentication.codeOf(text)}`;
      return {
        id,
        type,
        data: said.data,
        metadata: `${said.metadata.slice(0, -1)}${codeMember(code)}`,
      };
    };
    return { ...written(fact.revision), placed: written };
  }

  /** Was this code made for this fact, where it lies? */
  hold(code: string, { stream, revision, id, type, data, metadata, texts }: Told): boolean {
    const isPlaced = !code.startsWith(ANYWHERE);
    const bare = isPlaced ? code : code.slice(ANYWHERE.length);
    const place = isPlaced ? { stream, revision, id, type } : { stream, id, type };
    // As stored, members stand in canonical order: the texts themselves, or what writes them as they stand, are many times as
    // fast as bringing them into order. A text that the code proves is the canonical one, however it was made: it has one reading.
    const asStored = factText(place, {
      data: texts?.data ?? JSON.stringify(data),
      metadata: (texts && bareText(texts.metadata, code)) ?? JSON.stringify(metadata),
    });
    if (this.authentication.holds(bare, asStored)) return true;
    try {
      const text = canonicalFact({ ...place, data, metadata } as PlacedFact);
      return text !== asStored && this.authentication.holds(bare, text);
    } catch {
      return false;
    }
  }
}
