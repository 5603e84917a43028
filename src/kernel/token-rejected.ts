const MOST_SHOWN = 80;

const PLAIN = ['string', 'number', 'boolean'];

/** Something of the token as it may stand in a sentence: quoted, on one line, not endless. */
const quoted = (part: unknown): string => {
  // What JSON made may not be turned into text blindly: a member `toString` of its own would be called.
  const texts = [part].flat().map((each) => (PLAIN.includes(typeof each) ? String(each) : `(${typeof each})`));
  const text = texts.join(' ');
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
};

const at = (seconds: unknown): string => {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? 'a time that is none' : time.toISOString();
};

/**
 * Every reason for which a token is refused before anybody knows whose it is. Never more than the token itself says: what
 * would have been right is for who runs the server.
 */
const WHY = {
  'too-long': () => 'The token is longer than 16 KiB: have its issuer put less into it.',
  'no-jwt': () => 'The token is not a signed JWT.',
  'no-claim': (claim: unknown) => `The token has no ${String(claim)} claim.`,
  'claim-form': (claim: unknown) => `The ${String(claim)} claim of the token is of the wrong form.`,
  issuer: (iss: unknown) => `The token is of another issuer: ${quoted(iss)}.`,
  audience: (aud: unknown) => `The token is for another audience: ${quoted(aud)}.`,
  expired: (exp: unknown) => `The token expired at ${at(exp)}.`,
  'not-yet': (nbf: unknown) => `The token is not yet valid: its time begins at ${at(nbf)}.`,
  'from-the-future': (iat: unknown) =>
    `The token says that it was issued at ${at(iat)}, which is yet to come: a clock is wrong.`,
  'groups-elsewhere': (claim: unknown) =>
    `The token names more groups than it holds (${String(claim)} is in _claim_names): have its issuer send the groups of this application alone.`,
  'too-many-groups': (claim: unknown) => `The ${String(claim)} claim of the token names more than 200 groups.`,
  subject: () => 'The token does not say whose it is (sub).',
  algorithm: (alg: unknown) => `The token is signed in a way that is not accepted here (alg ${quoted(alg)}).`,
  critical: () => 'The token asks for an extension that is not known here (crit).',
  'no-kid': () => 'The token does not say with which key of its issuer it is signed (kid).',
  'unknown-key': () => 'The token is signed with an unknown key: its issuer publishes no such one.',
  'unfit-key': (kid: unknown) =>
    `The token is signed with a key that its issuer publishes and that can not be used here (kid ${quoted(kid)}).`,
  signature: () => 'The signature of the token does not verify.',
} as const;

export type WhyRejected = keyof typeof WHY;

/** The token is expired, forged, malformed, of another issuer or for somebody else. The message says which, and never the token. */
export class TokenRejected extends Error {
  constructor(
    readonly why: WhyRejected,
    part?: unknown,
  ) {
    super(WHY[why](part));
    this.name = 'TokenRejected';
  }
}
