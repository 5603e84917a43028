import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy, type StrategyOptionsWithRequest } from 'passport-jwt';
import type { Context } from '../../kernel/context';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { TokenIssuers, TOKEN_ALGORITHMS, type TokenClaims } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';
import { jwtOf } from './bearer-token';
import { Callers } from './callers';
import { Strategies } from './strategies';
import { KeyNotSought } from './why-refused';

type Done = (error: unknown, key?: string | Buffer) => void;

const isOfToken = (error: Error): boolean => error instanceof TokenRejected || error instanceof IssuerUnavailable;

const optionsFor = (issuers: TokenIssuers): StrategyOptionsWithRequest => ({
  jwtFromRequest: jwtOf as never,
  // A key object, which its type does not name: of a text a key would be made for each token, at six times the cost.
  secretOrKeyProvider: (_: unknown, token: string, done: Done) =>
    void issuers
      .keyOf(token)
      .then((key) => done(null, key as never))
      .catch((error: Error) => done(isOfToken(error) ? error : new KeyNotSought(error))),
  algorithms: [...TOKEN_ALGORITHMS],
  passReqToCallback: true,
  // What claims must say is another thing with each issuer: it is judged in one place, which tells what is wrong.
  ignoreExpiration: true,
  jsonWebTokenOptions: { ignoreNotBefore: true },
});

/** Judges the token of an issuer, the built-in one or external ones. Answers the request's {@link Context}. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    @Inject(TokenIssuers) private readonly issuers: TokenIssuers,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(Strategies) strategies: Strategies,
  ) {
    super(optionsFor(issuers));
    strategies.register('jwt', this);
  }

  /** Once for a token; for a minute after that it is known. */
  override authenticate(request: never, options?: never): void {
    const token = jwtOf(request);
    const principal = token === null ? undefined : this.issuers.remembered(token);
    if (principal === undefined) {
      super.authenticate(request, options);
      return;
    }
    this.callers.person(request, principal).then(
      (context) => this.success(context),
      (error: Error) => this.error(error),
    );
  }

  /** The claims of a token whose signature verified. */
  async validate(request: FastifyRequest, claims: TokenClaims): Promise<Context> {
    const principal = this.issuers.principalOf(claims);
    this.issuers.remember(jwtOf(request) ?? '', principal);
    return this.callers.person(request, principal);
  }

  /** Registered under a name of this application's, not under the strategy's own. */
  protected getPassportInstance(): object {
    return { use: () => undefined };
  }
}
