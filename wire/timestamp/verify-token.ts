import { createHash, verify, X509Certificate } from 'node:crypto';
import { isForTimestamping, whyNotTrusted } from './certificate-chain';
import { as, BadDer, inside, objectId, OCTET_STRING, SEQUENCE, type Der } from './der';
import { parseTimestampToken, TST_INFO, type TimestampToken, type TokenSigner } from './token';

/** Hash functions that are believed, by their object identifiers; SHA-1 is not. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** By the signature's object identifier: the key it is of, and the hash function where that follows from it. */
const SIGNATURES: ReadonlyMap<string, { readonly key: string; readonly hash?: string }> = new Map([
  ['1.2.840.113549.1.1.1', { key: 'rsa' }],
  ['1.2.840.113549.1.1.11', { key: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', hash: 'sha512' }],
]);

/** A token that holds: when its authority saw the bytes, and who that is; or why it does not. */
export type VerifiedToken =
  | {
      /** ms since 1970. */
      readonly time: number;
      /** Hex; together with the authority it names the token. */
      readonly serial: string;
      /** Subject of the certificate. */
      readonly authority: string;
      readonly nonce?: Buffer;
    }
  | { readonly why: string };

const hashed = (name: string, bytes: Buffer): Buffer => createHash(name).update(bytes).digest();

/** The signer's certificate by the hash that the signed attributes name: whichever others are put in say nothing. */
const signerCertificate = (
  { attributes }: TokenSigner,
  known: readonly X509Certificate[],
): X509Certificate | undefined => {
  const named = (attribute: Der | undefined) => attribute && inside(SEQUENCE, inside(SEQUENCE, attribute)[0])[0];
  const second = named(attributes.get(SIGNING_CERTIFICATE_V2));
  const first = named(attributes.get(SIGNING_CERTIFICATE));
  const found = second ?? first;
  if (found === undefined) throw new BadDer('it names no certificate');
  const parts = inside(SEQUENCE, found);
  const hasAlgorithm = parts[0]?.tag === SEQUENCE;
  // Version 1 names certificates by SHA-1: that binds nothing by itself, what the certificate signed does.
  const fallback = second === undefined ? 'sha1' : 'sha256';
  const name = hasAlgorithm ? HASHES.get(objectId(inside(SEQUENCE, parts[0])[0])) : fallback;
  if (name === undefined) throw new BadDer('it names its certificate by a hash function that is not known');
  const hash = as(OCTET_STRING, parts[hasAlgorithm ? 1 : 0]).content;
  return known.find(({ raw }) => hashed(name, raw).equals(hash));
};

const isSigned = ({ info, signer }: TimestampToken, certificate: X509Certificate): boolean => {
  const { attributes, digestAlgorithm, signatureAlgorithm, signature, signedAttributes } = signer;
  const digest = HASHES.get(digestAlgorithm);
  const algorithm = SIGNATURES.get(signatureAlgorithm);
  if (digest === undefined || algorithm === undefined) throw new BadDer('it is signed in a way that is not known');
  const type = attributes.get(CONTENT_TYPE);
  const told = as(OCTET_STRING, attributes.get(MESSAGE_DIGEST)).content;
  if (objectId(type) !== TST_INFO || !hashed(digest, info).equals(told)) return false;
  const { publicKey } = certificate;
  if (publicKey.asymmetricKeyType !== algorithm.key) return false;
  return verify(algorithm.hash ?? digest, signedAttributes, publicKey, signature);
};

/**
 * Verifies a time-stamp token (RFC 3161) of some bytes: what was stamped, the signature, the certificate's purpose, and that it
 * led to one of the authorities at the time of the stamp. Never throws.
 */
export const verifyTimestampToken = (
  bytes: Buffer,
  stamped: Buffer,
  authorities: readonly X509Certificate[],
): VerifiedToken => {
  try {
    const token = parseTimestampToken(bytes);
    const { hashAlgorithm, hash, time, serial, nonce } = token;
    const name = HASHES.get(hashAlgorithm);
    if (name === undefined) return { why: 'it stamps a hash by a function that is not believed' };
    if (!hashed(name, stamped).equals(hash)) return { why: 'it stamps something else' };
    const known = [...token.certificates.map((raw) => new X509Certificate(raw)), ...authorities];
    const certificate = signerCertificate(token.signer, known);
    if (certificate === undefined) return { why: 'the certificate that it names is not in it' };
    if (!isSigned(token, certificate)) return { why: 'its signature does not hold' };
    if (!isForTimestamping(certificate)) return { why: 'its certificate is not one for time-stamping alone' };
    const why = whyNotTrusted(certificate, known, authorities, time);
    if (why !== undefined) return { why };
    const authority = certificate.subject.replaceAll('\n', ', ');
    return { time, serial, authority, ...(nonce === undefined ? {} : { nonce }) };
  } catch (error) {
    return { why: `it is no time-stamp token (${(error as Error).message})` };
  }
};
