import { X509Certificate } from 'node:crypto';
import { context, elementsOf, inside, objectId, OCTET_STRING, only, SEQUENCE } from './der';

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const MOST_CERTIFICATES = 10;

/** Whether a certificate is for time-stamping and nothing else, as RFC 3161 asks: critical, and the only purpose. */
export const isForTimestamping = ({ raw, keyUsage }: X509Certificate): boolean => {
  // On Node, `keyUsage` are the purposes of the extended extension.
  if ((keyUsage as readonly string[] | undefined)?.join() !== TIME_STAMPING) return false;
  const [body] = inside(SEQUENCE, only(raw));
  const extensions = inside(SEQUENCE, body).find(({ tag }) => tag === context(3));
  const all = extensions === undefined ? [] : inside(SEQUENCE, elementsOf(extensions.content)[0]);
  return all.some((each) => {
    const [id, critical, value] = inside(SEQUENCE, each);
    return objectId(id) === EXTENDED_KEY_USAGE && critical?.content[0] === 0xff && value?.tag === OCTET_STRING;
  });
};

const isValidAt = ({ validFrom, validTo }: X509Certificate, time: number): boolean =>
  Date.parse(validFrom) <= time && time <= Date.parse(validTo);

const isSame = (a: X509Certificate, b: X509Certificate): boolean => a.raw.equals(b.raw);

const hasIssued = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/**
 * Why a certificate does not lead to one of the authorities by certificates that were all valid at a time; undefined: it does.
 * An authority is believed because it was given, self-signed or not. Whether one was revoked is not asked.
 */
export const whyNotTrusted = (
  certificate: X509Certificate,
  known: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  time: number,
): string | undefined => {
  const candidates = [...authorities, ...known.slice(0, MOST_CERTIFICATES)];
  const seen: X509Certificate[] = [];
  let hasExpired = false;
  const leads = (from: X509Certificate): boolean => {
    if (seen.some((each) => isSame(each, from)) || seen.length > MOST_CERTIFICATES) return false;
    seen.push(from);
    if (!isValidAt(from, time)) {
      hasExpired = true;
      return false;
    }
    if (authorities.some((each) => isSame(each, from))) return true;
    return candidates.some((each) => !isSame(each, from) && hasIssued(each, from) && leads(each));
  };
  if (leads(certificate)) return undefined;
  return hasExpired
    ? 'a certificate was not valid at the time of the stamp'
    : 'its certificate leads to none of the authorities that were given';
};

/** The certificates of a PEM file. Throws where there is none, or one that can't be read. */
export const certificatesIn = (pem: string): readonly X509Certificate[] => {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) throw new Error('it holds no certificate in PEM');
  return found.map((each) => new X509Certificate(each));
};
