import type { IncomingMessage } from 'node:http';
import { MACHINE_TOKEN_PREFIX } from '../../kernel/machine-tokens';
import { SCIM_TOKEN_PREFIX } from '../../kernel/scim-tokens';

/** RFC 6750 § 2.1, and a bound: 16 KiB. */
const BEARER = /^Bearer +(?=\S{1,16384}$)([A-Za-z0-9._~+/-]+=*)$/i;
const BEYOND = /^Bearer +\S{16385}/i;

/** What of a request tells who asks. */
export interface BearerRequest {
  readonly headers: { readonly authorization?: string | undefined };
  readonly raw: Pick<IncomingMessage, 'rawHeaders'>;
}

const AUTHORIZATION = 'authorization';

/** Asked of every header of every request: most are told apart by their length. */
const isAuthorization = (name: string): boolean =>
  name.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION;

/** Node keeps the first of several such headers, somebody on the way may have judged another one. */
export const hasSeveralAuthorizations = ({ raw }: BearerRequest): boolean =>
  raw.rawHeaders.filter((name, index) => index % 2 === 0 && isAuthorization(name)).length > 1;

/** The token of the `Authorization` header; undefined when there is none, or it is none. A token stands nowhere else. */
const bearerToken = (request: BearerRequest): string | undefined => {
  const { authorization } = request.headers;
  if (authorization === undefined || hasSeveralAuthorizations(request)) return undefined;
  return BEARER.exec(authorization)?.[1];
};

/** Whether a token came that is longer than any that is read. */
export const isTooLong = ({ headers: { authorization = '' } }: Pick<BearerRequest, 'headers'>): boolean =>
  BEYOND.test(authorization);

const isMachines = (token: string): boolean => token.startsWith(MACHINE_TOKEN_PREFIX);

/** The token of an issuer that comes with a request; null when none does, as passport-jwt wants it. */
export const jwtOf = (request: BearerRequest): string | null => {
  const token = bearerToken(request);
  return token === undefined || isMachines(token) ? null : token;
};

/** The token of a machine caller that comes with a request. */
export const machineTokenOf = (request: BearerRequest): string | undefined => {
  const token = bearerToken(request);
  return token !== undefined && isMachines(token) ? token : undefined;
};

/** The token of a SCIM connection that comes with a request. */
export const scimTokenOf = (request: BearerRequest): string | undefined => {
  const token = bearerToken(request);
  return token?.startsWith(SCIM_TOKEN_PREFIX) === true ? token : undefined;
};
