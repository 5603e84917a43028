import { foldEmail } from './fold-email';

/** Letters, digits, hyphens and dots of any script: nothing that a resolver would take for one of them, no name for a name. */
const DOMAIN = /^(?!.*\.\.)(?!(?:.*\.)?xn--xn--)[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}]$/u;

/**
 * Stands in front of what is read: with a letter outside ASCII every label is judged by the rules of international names, while of
 * ASCII alone newer releases of Node let labels pass (`xn--a`) that stand for no name, and older do not.
 */
const PREFIX = 'ä.';
const PREFIX_READ = new URL(`https://${PREFIX}x`).hostname.slice(0, -1);

/**
 * A domain of e-mail addresses in its one spelling, the one of the name system: `Bücher.example` is
 * `xn--bcher-kva.example`. Undefined: it is none, or has a look-alike form.
 */
export const mailDomain = (text: string): string | undefined => {
  const folded = foldEmail(text);
  const address = `https://${PREFIX}${folded}`;
  if (!DOMAIN.test(folded) || folded.normalize('NFKC') !== folded || !URL.canParse(address)) return undefined;
  const hostname = new URL(address).hostname.slice(PREFIX_READ.length);
  // Letters alone may be spelled otherwise there; a number would become an address.
  return /[\p{L}\p{M}]/u.test(folded) && hostname.includes('.') ? hostname : undefined;
};

/** The domain of an address; undefined as of {@link mailDomain}. */
export const mailDomainOf = (email: string): string | undefined => mailDomain(email.slice(email.lastIndexOf('@') + 1));
