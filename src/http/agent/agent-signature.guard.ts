import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SERVER_KEY_HEADER } from '../../../wire/agent-messages';
import { ServerProof } from '../../kernel/server-proof';
import { judgeInput } from '../platform/interceptors/judge-input';
import { StrictValidationPipe } from '../platform/validation/strict-validation.pipe';
import { AgentAuthenticator } from './agent-authenticator';

/**
 * Lets in what an agent has signed. The signature is over the bytes of the body, and of one that enrols the key is in it: so
 * the body is read and judged here, between the two.
 */
@Injectable()
export class AgentSignatureGuard implements CanActivate {
  constructor(
    @Inject(AgentAuthenticator) private readonly agents: AgentAuthenticator,
    @Inject(StrictValidationPipe) private readonly pipe: StrictValidationPipe,
    @Inject(ServerProof) private readonly proof: ServerProof,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { agent, input } = request.routeOptions.config.operation ?? {};
    if (agent === undefined || input === undefined) throw new Error('only for an @AgentEndpoint');
    await this.agents.admit(request, agent, (judged) => judgeInput(judged, input, this.pipe));
    // An agent that knows another one asks how that leads to this.
    http.getResponse<FastifyReply>().header(SERVER_KEY_HEADER, this.proof.serverKey);
    return true;
  }
}
