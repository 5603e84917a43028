import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock';
import type { Ids } from '../../../kernel/ids';
import { PORTS } from '../../../kernel/ports';
import type { MachineSignIn, SignIn } from '../../../kernel/sign-in';
import type { TokenVerifier } from '../../../kernel/token-verifier';
import { authenticate } from '../../auth/authenticate';
import { edgeOf } from '../../edge/edge';
import { SERVER_OPTIONS, type EdgeOptions } from '../server-options';

const UNHURRIED_MS = 24 * 60 * 60 * 1000;

/** Who asks: every route needs a token, but those that say `public`. Makes the request's `Context`. Errors: `Refused`. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    @Inject(PORTS.tokenVerifier) readonly tokens: TokenVerifier,
    @Inject(PORTS.signIn) readonly signIn: SignIn,
    @Inject(PORTS.machineSignIn) readonly machines: MachineSignIn,
    @Inject(PORTS.clock) readonly clock: Clock,
    @Inject(PORTS.ids) readonly ids: Ids,
    @Inject(SERVER_OPTIONS) private readonly options: EdgeOptions,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    const edge = edgeOf(request);
    if (operation?.public === true || edge.context !== undefined) return true;
    const patienceMs = operation?.unhurried === true ? UNHURRIED_MS : this.options.requestTimeoutMs;
    edge.context = await authenticate(request, this, patienceMs);
    return true;
  }
}
