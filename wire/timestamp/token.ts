import {
  as,
  BadDer,
  context,
  GENERALIZED_TIME,
  inside,
  INTEGER,
  objectId,
  OCTET_STRING,
  only,
  SEQUENCE,
  SET,
  type Der,
} from './der';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** Who signed a token, and what. */
export interface TokenSigner {
  /** Object identifiers. */
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** As they are signed: a SET. */
  readonly signedAttributes: Buffer;
  /** Of each attribute its first value, by object identifier. */
  readonly attributes: ReadonlyMap<string, Der>;
  readonly signature: Buffer;
}

/** A time-stamp token (RFC 3161, CMS), read and not yet believed. */
export interface TimestampToken {
  /** What is signed: DER of TSTInfo. */
  readonly info: Buffer;
  /** Object identifier of the hash function, and the hash that was stamped. */
  readonly hashAlgorithm: string;
  readonly hash: Buffer;
  /** Hex. */
  readonly serial: string;
  /** ms since 1970. */
  readonly time: number;
  /** As the request had it, big endian. */
  readonly nonce?: Buffer;
  /** DER, in no order. */
  readonly certificates: readonly Buffer[];
  readonly signer: TokenSigner;
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/;

/** GeneralizedTime as RFC 3161 has it: UTC, with seconds. */
const timeOf = (element: Der | undefined): number => {
  const [, year, month, day, hour, minute, second, fraction = ''] =
    TIME.exec(as(GENERALIZED_TIME, element).content.toString('latin1')) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(time)) throw new BadDer('a time is none');
  return time;
};

const unsigned = ({ content }: Der): Buffer => {
  const first = content.findIndex((byte) => byte !== 0);
  return first === -1 ? Buffer.alloc(0) : content.subarray(first);
};

const attributesOf = (signed: Der): ReadonlyMap<string, Der> => {
  const found = new Map<string, Der>();
  for (const each of inside(context(0), signed)) {
    const [id, values] = inside(SEQUENCE, each);
    const name = objectId(id);
    const [value, ...more] = inside(SET, values);
    if (found.has(name) || value === undefined || more.length > 0) throw new BadDer('an attribute has not one value');
    found.set(name, value);
  }
  return found;
};

const signerOf = (signers: Der | undefined): TokenSigner => {
  const [only, ...others] = inside(SET, signers);
  if (others.length > 0) throw new BadDer('it has several signers');
  const [, , digest, attributes, algorithm, signature] = inside(SEQUENCE, only);
  const signed = as(context(0), attributes);
  const asSet = Buffer.from(signed.raw);
  asSet[0] = SET;
  return {
    digestAlgorithm: objectId(inside(SEQUENCE, digest)[0]),
    signatureAlgorithm: objectId(inside(SEQUENCE, algorithm)[0]),
    signedAttributes: asSet,
    attributes: attributesOf(signed),
    signature: as(OCTET_STRING, signature).content,
  };
};

/** Reads a token. Throws {@link BadDer} where it is none. */
export const parseTimestampToken = (bytes: Buffer): TimestampToken => {
  const [kind, holder] = inside(SEQUENCE, only(bytes));
  if (objectId(kind) !== SIGNED_DATA) throw new BadDer('it is no signed data');
  const [, , content, ...rest] = inside(SEQUENCE, inside(context(0), holder)[0]);
  const [type, wrapped] = inside(SEQUENCE, content);
  if (objectId(type) !== TST_INFO) throw new BadDer('what it signs is no time-stamp');
  const info = as(OCTET_STRING, inside(context(0), wrapped)[0]).content;
  const [, , imprint, serial, time, ...more] = inside(SEQUENCE, only(info));
  const [algorithm, hash] = inside(SEQUENCE, imprint);
  const nonce = more.find(({ tag }) => tag === INTEGER);
  const certificates = rest.find(({ tag }) => tag === context(0));
  return {
    info,
    hashAlgorithm: objectId(inside(SEQUENCE, algorithm)[0]),
    hash: as(OCTET_STRING, hash).content,
    serial: as(INTEGER, serial).content.toString('hex'),
    time: timeOf(time),
    ...(nonce === undefined ? {} : { nonce: unsigned(nonce) }),
    certificates: certificates === undefined ? [] : inside(context(0), certificates).map(({ raw }) => raw),
    signer: signerOf(rest.at(-1)),
  };
};
