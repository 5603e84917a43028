const LONGEST = 300;
/** Shorter ones occur by chance. */
const SHORTEST_SECRET = 4;

/** What may be told to the server: one line, cut to length, with no secret in it, whatever a program printed. */
export const plainWords = (text: string, secrets: readonly (string | undefined)[]): string =>
  secrets
    .filter((secret): secret is string => secret !== undefined && secret.length >= SHORTEST_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text)
    .replaceAll(/\p{C}+/gu, ' ')
    .slice(0, LONGEST);
