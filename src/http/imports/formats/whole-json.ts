import { isUtf8 } from 'node:buffer';
import { broken, type ImportEntry, type Reader } from '../entry';
import { utf8In } from '../utf8-in';
import { NumberAsWritten, slicedJson, TooMuchJson } from './sliced-json';

/** These formats are one JSON value, which is read as a whole: some 200,000 entries. */
const MAX_BYTES = 128 * 1024 * 1024;

const TOO_LARGE = 'The file is larger than 128 MiB. Export it in parts, or write it as JSON Lines.';
const TOO_MUCH =
  'The file has more than 5,000,000 values, or nests deeper than 32 levels. Export it in parts, or write it as JSON Lines.';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberAsWritten);

export const objectsIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A value as JSON without blanks, numbers as the file has them. */
export const jsonOf = (value: unknown): string => {
  if (value instanceof NumberAsWritten) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${jsonOf(each)}`);
  return `{${members.join(',')}}`;
};

/** All of it, or undefined when there is too much. */
export const gathered = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > MAX_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

/** Reads a format that is one JSON value. `read` answers undefined for a file that is not of it. */
export const wholeJson = (what: string, read: (file: unknown) => Iterable<ImportEntry> | undefined): Reader =>
  async function* (bytes) {
    const whole = await gathered(utf8In(bytes));
    if (whole === undefined) {
      yield broken(1, TOO_LARGE);
      return;
    }
    let file: unknown;
    try {
      file = isUtf8(whole) ? await slicedJson(whole) : undefined;
    } catch (error) {
      // Anything else is told below: the parser's message quotes the file.
      if (error instanceof TooMuchJson) {
        yield broken(1, TOO_MUCH);
        return;
      }
    }
    const entries = file === undefined ? undefined : read(file);
    if (entries === undefined) yield broken(1, `The file is not ${what}.`);
    else yield* entries;
  };
