/** An element of DER: its tag, what is in it, and all of its bytes. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const OBJECT_ID = 0x06;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;
/** Context-specific and constructed, `[n]`. */
export const context = (n: number): number => 0xa0 + n;

/** These bytes are no DER, or not what should stand there. */
export class BadDer extends Error {}

/** Length and where the content begins. Definite and shortest lengths alone: one meaning has one form. */
const lengthAt = (bytes: Buffer, at: number): readonly [number, number] => {
  const first = bytes[at];
  if (first === undefined) throw new BadDer('it ends amid an element');
  if (first < 0x80) return [first, at + 1];
  const count = first - 0x80;
  if (count < 1 || count > 4 || at + 1 + count > bytes.length) throw new BadDer('a length is none');
  const length = bytes.readUIntBE(at + 1, count);
  if (length < 0x80 || length < 2 ** (8 * (count - 1))) throw new BadDer('a length is longer than it need be');
  return [length, at + 1 + count];
};

/** The elements that stand one after the other in these bytes. Throws {@link BadDer}. */
export const elementsOf = (bytes: Buffer): readonly Der[] => {
  const elements: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] as number;
    if ((tag & 0x1f) === 0x1f) throw new BadDer('a tag is of a kind that does not occur');
    const [length, start] = lengthAt(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) throw new BadDer('it ends amid an element');
    elements.push({ tag, content: bytes.subarray(start, end), raw: bytes.subarray(at, end) });
    at = end;
  }
  return elements;
};

/** An element that must be there and of this kind. Throws {@link BadDer}. */
export const as = (tag: number, element: Der | undefined): Der => {
  if (element?.tag !== tag) throw new BadDer(`an element of the kind ${tag} is missing`);
  return element;
};

/** What is in an element that must be there and of this kind. Throws {@link BadDer}. */
export const inside = (tag: number, element: Der | undefined): readonly Der[] => elementsOf(as(tag, element).content);

/** The one element that these bytes are. Throws {@link BadDer}. */
export const only = (bytes: Buffer): Der => {
  const [first, ...more] = elementsOf(bytes);
  if (first === undefined || more.length > 0) throw new BadDer('it is not one element');
  return first;
};

/** Dotted. Throws {@link BadDer}. */
export const objectId = (element: Der | undefined): string => {
  const numbers: bigint[] = [];
  let value = 0n;
  for (const byte of as(OBJECT_ID, element).content) {
    value = value * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0n;
  }
  const [first = 0n, ...rest] = numbers;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
};

/** Bytes of an element of this tag. */
export const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const head = body.length < 0x80 ? [tag, body.length] : [tag, 0x80 + length.length, ...length];
  return Buffer.concat([Buffer.from(head), body]);
};

/** Of a number that is not negative, big endian. */
export const derInteger = (bytes: Buffer): Buffer => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first === -1 ? Buffer.alloc(1) : bytes.subarray(first);
  return der(INTEGER, (short[0] as number) >= 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short);
};
