import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuthenticationGuard } from '../../auth/authentication.guard';
import { requestStateOf } from '../../edge/request-state';
import { EDGE_CONFIG, type EdgeConfig } from '../edge-config';

const UNHURRIED_MS = 24 * 60 * 60 * 1000;

/** Every route needs a token, but those that say `public`: then {@link AuthenticationGuard} finds out who asks. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    @Inject(AuthenticationGuard) private readonly authentication: AuthenticationGuard,
    @Inject(EDGE_CONFIG) private readonly config: EdgeConfig,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { operation } = request.routeOptions.config;
    const edge = requestStateOf(request);
    if (operation?.public === true || edge.context !== undefined) return true;
    edge.timeLimitMs = operation?.unhurried === true ? UNHURRIED_MS : this.config.requestTimeoutMs;
    return this.authentication.canActivate(host);
  }
}
