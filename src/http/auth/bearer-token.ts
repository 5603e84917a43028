/** RFC 6750 § 2.1, and a bound. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,16384}=*)$/i;

/** The token of an `Authorization` header; undefined when there is none, or it is none. */
export const bearerToken = (header: string | undefined): string | undefined =>
  header === undefined ? undefined : BEARER.exec(header)?.[1];
