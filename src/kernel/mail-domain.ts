import { foldEmail } from './fold-email';

/** Letters, digits, hyphens and dots of any script: nothing that a resolver would take for one of them. */
const DOMAIN = /^(?!.*\.\.)[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}]$/u;

/**
 * A domain of e-mail addresses in its one spelling, the one of the name system: `Bücher.example` is
 * `xn--bcher-kva.example`. Undefined: it is none, or has a look-alike form.
 */
export const mailDomain = (text: string): string | undefined => {
  const folded = foldEmail(text);
  if (!DOMAIN.test(folded) || folded.normalize('NFKC') !== folded || !URL.canParse(`https://${folded}`)) {
    return undefined;
  }
  const { hostname } = new URL(`https://${folded}`);
  // Letters alone may be spelled otherwise there; a number would become an address.
  return /[\p{L}\p{M}]/u.test(folded) && hostname.includes('.') ? hostname : undefined;
};

/** The domain of an address; undefined as of {@link mailDomain}. */
export const mailDomainOf = (email: string): string | undefined => mailDomain(email.slice(email.lastIndexOf('@') + 1));
