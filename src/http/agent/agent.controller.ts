import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EnrollAgent } from '../../commands/hosts/enroll-agent';
import { ReplaceAgentKeys } from '../../commands/hosts/replace-agent-keys';
import type { Context } from '../../kernel/context';
import { JoinTokens } from '../../kernel/join-tokens';
import { ServerProof } from '../../kernel/server-proof';
import type { EnrollAnswer, EnrollRequest } from '../../../wire/agent-messages';
import type { NewKeys } from '../../../wire/join-token-box';
import { keysAreProved } from '../../../wire/keys-proof';
import { publicKeyOf } from '../../../wire/raw-key';
import { Ctx } from '../platform/endpoint/context';
import { done } from '../reply/reply';
import { invalid } from '../platform/validation/invalid';
import type { AgentCaller } from './agent-caller';
import { Agent, AgentEndpoint } from './agent-endpoint';
import { EnrollAnswerDto, EnrollDto, ReplaceKeysDto } from './agent.dtos';

/** Who an agent is: how it comes, and how it changes its keys. */
@Controller('agent/v1')
export class AgentController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
    @Inject(ServerProof) private readonly proof: ServerProof,
  ) {}

  @Post('enroll')
  @AgentEndpoint({
    id: 'enrollAgent',
    summary: 'Enrol an agent with a join token',
    description: 'The token lets one agent in. The request is signed with the signing key it brings.',
    answers: { 201: EnrollAnswerDto },
    as: 'enrolling',
  })
  async enroll(@Ctx() context: Context, @Body() request: EnrollDto): Promise<EnrollAnswer> {
    const { signingKey, sealingKey, facts } = request;
    const keys = { signingKey, sealingKey };
    const token = await this.tokenOf(request, keys);
    const enrolled = await this.commands.execute(new EnrollAgent(context, token, keys, facts));
    return { ...enrolled, serverKey: this.joinTokens.serverKey };
  }

  @Post('keys')
  @AgentEndpoint({
    id: 'replaceAgentKeys',
    summary: 'Replace the keys of an agent',
    description: 'Proved by the new signing key; from then on the old ones are none.',
    answers: { 204: null },
  })
  async replaceKeys(@Ctx() context: Context, @Agent() { agentId }: AgentCaller, @Body() request: ReplaceKeysDto) {
    const { signingKey, sealingKey } = request;
    if (!keysAreProved(agentId, request, publicKeyOf('Ed25519', signingKey))) {
      throw invalid({ field: 'proof', message: 'is not by the new signing key' });
    }
    const { position } = await this.commands.execute(
      new ReplaceAgentKeys(context, agentId, { signingKey, sealingKey }),
    );
    return done(position);
  }

  /** One that does not open is none, and told to be none by whoever judges tokens. */
  private async tokenOf({ token, sealedToken }: EnrollRequest, keys: NewKeys): Promise<string> {
    if ((token === undefined) === (sealedToken === undefined)) {
      throw invalid({ field: 'token', message: 'is needed, in clear or as sealedToken' });
    }
    return token ?? (sealedToken && (await this.proof.open(sealedToken, keys))) ?? '';
  }
}
