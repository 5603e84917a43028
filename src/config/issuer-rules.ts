import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';
import { isLoopback } from './loopback';

const webUrl = (name: string, value: string): URL => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // One with a user in it can't be fetched, and would be logged with its password.
  if (url?.username !== '' || url.password !== '') {
    throw new BadConfiguration(`${name} can't be used; give a whole URL that begins with https://, without a user.`);
  }
  if (['https:', 'http:'].includes(url.protocol)) return url;
  throw new BadConfiguration(`${name} is ${shown(value)}; give a whole URL that begins with https://.`);
};

/** The name of an issuer, as its tokens write it, to the letter. `name`: what the configuration calls it. */
export const issuerName = (name: string, value: string): string => {
  webUrl(name, value);
  return value;
};

/** Where an issuer publishes its keys. */
export const keySetUrl = (name: string, value: string): string => {
  const url = webUrl(name, value);
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return value;
  throw new BadConfiguration(
    `${name} is ${shown(value)}; give an https:// address: whoever can change the answer on the way can sign in as anybody.`,
  );
};

interface ClaimSettings {
  readonly email: string | undefined;
  readonly verified: string | undefined;
  readonly trusted: boolean;
  /** What the configuration calls them. */
  readonly names: { readonly email: string; readonly verified: string; readonly trusted: string };
}

interface Claims {
  readonly emailClaim: string;
  readonly emailVerifiedClaim: string;
  readonly emailTrusted?: true;
}

/** OpenID Connect Core § 5.1 defines a proof for the claim `email` alone: any other may hold what its bearer typed there. */
export const emailClaims = ({ email = 'email', verified, trusted, names }: ClaimSettings): Claims => {
  if (trusted && verified !== undefined) {
    throw new BadConfiguration(
      `${names.trusted} believes every address, so ${names.verified} would prove nothing; unset one of them.`,
    );
  }
  if (trusted) return { emailClaim: email, emailVerifiedClaim: 'email_verified', emailTrusted: true };
  if (verified === email) {
    throw new BadConfiguration(
      `${names.verified} is ${shown(verified)}, the claim that holds the e-mail; name the one that is true when it was verified.`,
    );
  }
  if (verified === undefined && email !== 'email') {
    throw new BadConfiguration(
      `${names.email} is ${shown(email)}, of which email_verified says nothing; set ${names.verified} to the claim that proves it, or unset it for email.`,
    );
  }
  return { emailClaim: email, emailVerifiedClaim: verified ?? 'email_verified' };
};
