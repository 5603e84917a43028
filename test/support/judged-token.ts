import passport from 'passport';
import { Callers } from '../../src/http/auth/callers';
import { JwtStrategy } from '../../src/http/auth/jwt.strategy';
import { Strategies } from '../../src/http/auth/strategies';
import { whyRefused } from '../../src/http/auth/why-refused';
import type { Context } from '../../src/kernel/context';
import { RefusedError } from '../../src/kernel/refused-error';
import type { Principal, TokenIssuers } from '../../src/kernel/token-issuers';
import { withMethods } from './with-methods';

/** A refusal whose message is what its problem document says. */
const toldIn = (error: Error): Error =>
  error instanceof RefusedError ? Object.assign(error, { message: error.refusal.detail }) : error;

/** Judges tokens as the server does, by its strategy and by passport, each anew; answers whom the token speaks of. */
export const judgeOf = (believed: TokenIssuers) => {
  const issuers: TokenIssuers = withMethods(believed, { remembered: () => undefined });
  let found: Principal | undefined;
  const ids = { next: () => 'x' };
  const signIn = async (principal: Principal) => {
    found = principal;
    return { userId: 'u', support: false };
  };
  const machines = { signIn: () => Promise.reject(new Error('no machines here')) };
  const strategies = new Strategies();
  strategies.register(
    'jwt',
    new JwtStrategy(issuers, new Callers({ signIn }, machines, { now: () => 0 }, ids), strategies),
  );
  const [name = ''] = strategies.names;
  const verify = (token: string): Promise<Principal> => {
    const headers = { authorization: `Bearer ${token}` };
    const request = { headers, raw: { rawHeaders: [] }, socket: {}, server: { clientAddress: () => undefined } };
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, context: Context | false | undefined, failures: unknown): void => {
        if (error === null && context) resolve(found as Principal);
        else reject(toldIn(whyRefused(request, [error, failures].flat())));
      };
      passport.authenticate(name, { session: false }, answer as never)(request as never, {} as never, reject);
    });
  };
  return { verify };
};
