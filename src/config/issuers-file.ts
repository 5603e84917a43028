import { mailDomain } from '../kernel/mail-domain';
import { BadConfiguration } from './bad-configuration';
import type { ExternalIssuer } from './config';
import { shown } from './environment';
import { emailClaims, issuerName, keySetUrl } from './issuer-rules';
import { parsedJson } from './parsed-json';
import { readNamedFile } from './read-named-file';

export const ISSUERS_FILE = 'KEYLEDGER_JWT_ISSUERS_FILE';

/** More would be a mistake, and every start reads them. */
const MOST_ISSUERS = 50;
const MOST_DOMAINS = 500;
const MEMBERS = ['issuer', 'jwks', 'audience', 'claims', 'emailTrusted', 'domains'];
const CLAIMS = ['email', 'emailVerified', 'groups'];

type Members = Readonly<Record<string, unknown>>;

const wrong = (where: string, words: string): BadConfiguration =>
  new BadConfiguration(`${ISSUERS_FILE}: ${where} ${words}`);

const seen = (value: unknown): string => shown(JSON.stringify(value) ?? 'nothing');

/** An object that holds no member beside those known: a mistyped one would be silently without effect. */
const membersOf = (where: string, value: unknown, known: readonly string[]): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(where, `is ${seen(value)}; give an object with ${known.join(', ')}.`);
  }
  const odd = Object.keys(value).find((name) => !known.includes(name));
  if (odd !== undefined) throw wrong(`${where}.${odd}`, `is not known; an object here has ${known.join(', ')}.`);
  return value as Members;
};

const textOf = (where: string, value: unknown): string => {
  if (typeof value === 'string' && value.trim() === value && value !== '') return value;
  throw wrong(where, value === undefined ? 'is missing.' : `is ${seen(value)}; give a text without blanks around it.`);
};

const optionalText = (where: string, value: unknown): string | undefined =>
  value === undefined ? undefined : textOf(where, value);

const claimsOf = (at: string, { claims = {}, emailTrusted = false }: Members) => {
  const { email, emailVerified, groups } = membersOf(`${at}.claims`, claims, CLAIMS);
  if (typeof emailTrusted !== 'boolean') {
    throw wrong(`${at}.emailTrusted`, `is ${seen(emailTrusted)}; give true or false.`);
  }
  const names = { email: `${at}.claims.email`, verified: `${at}.claims.emailVerified`, trusted: `${at}.emailTrusted` };
  const groupsClaim = optionalText(`${at}.claims.groups`, groups);
  const emails = emailClaims({
    email: optionalText(names.email, email),
    verified: optionalText(names.verified, emailVerified),
    trusted: emailTrusted,
    names: Object.fromEntries(
      Object.entries(names).map(([key, name]) => [key, `${ISSUERS_FILE}: ${name}`]),
    ) as typeof names,
  });
  return groupsClaim === undefined ? emails : { ...emails, groupsClaim };
};

const domainOf = (where: string, value: unknown): string => {
  const domain = typeof value === 'string' ? mailDomain(value) : undefined;
  if (domain !== undefined) return domain;
  throw wrong(where, `is ${seen(value)}; give a domain of e-mail addresses such as example.com, without "@" or "*".`);
};

const domainsOf = (at: string, { domains }: Members, isAlone: boolean): Pick<ExternalIssuer, 'domains'> => {
  if (domains === undefined && isAlone) return {};
  if (domains === undefined) {
    throw wrong(
      `${at}.domains`,
      'is missing; with several issuers each needs the domains for whose addresses it may vouch: any of them could sign in as anybody else’s user.',
    );
  }
  if (!Array.isArray(domains) || domains.length === 0 || domains.length > MOST_DOMAINS) {
    throw wrong(`${at}.domains`, `is ${seen(domains)}; give a list of 1 to ${MOST_DOMAINS} domains.`);
  }
  return { domains: [...new Set(domains.map((each, index) => domainOf(`${at}.domains[${index}]`, each)))] };
};

const issuerOf = (at: string, value: unknown, isAlone: boolean): ExternalIssuer => {
  const members = membersOf(at, value, MEMBERS);
  return {
    issuer: issuerName(`${ISSUERS_FILE}: ${at}.issuer`, textOf(`${at}.issuer`, members['issuer'])),
    jwksUrl: keySetUrl(`${ISSUERS_FILE}: ${at}.jwks`, textOf(`${at}.jwks`, members['jwks'])),
    audience: textOf(`${at}.audience`, members['audience']),
    ...claimsOf(at, members),
    ...domainsOf(at, members, isAlone),
  };
};

/** The issuers that a file lists. Throws {@link BadConfiguration}, which names the line or the member that is wrong. */
export const issuersFile = (path: string): readonly ExternalIssuer[] => {
  const list = parsedJson(ISSUERS_FILE, readNamedFile(ISSUERS_FILE, path));
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_ISSUERS) {
    throw wrong('the file', `holds ${seen(list)}; give a list of 1 to ${MOST_ISSUERS} issuers.`);
  }
  const issuers = list.map((each, index) => issuerOf(`[${index}]`, each, list.length === 1));
  issuers.forEach(({ issuer }, index) => {
    const first = issuers.findIndex((each) => each.issuer === issuer);
    if (first !== index) throw wrong(`[${index}].issuer`, `is ${shown(issuer)}, which [${first}] has already.`);
  });
  return issuers;
};
