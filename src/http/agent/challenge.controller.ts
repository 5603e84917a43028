import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ServerProof } from '../../kernel/server-proof';
import type { ChallengeAnswer } from '../../../wire/agent-messages';
import { AgentEndpoint } from './agent-endpoint';
import { ChallengeAnswerDto, ChallengeDto } from './agent.dtos';

/** What an agent asks before it hands over its join token: is this the server that the token is from? */
@Controller('agent/v1')
export class ChallengeController {
  constructor(@Inject(ServerProof) private readonly proof: ServerProof) {}

  @Post('challenge')
  @HttpCode(200)
  @AgentEndpoint({
    id: 'challengeServer',
    description: 'The proof is over the nonce; the sealing key is what the join token is sealed to.',
    summary: 'Have the server prove its key, before it is told a join token',
    answers: { 200: ChallengeAnswerDto },
    as: 'enrolling',
  })
  challenge(@Body() { nonce }: ChallengeDto): ChallengeAnswer {
    return this.proof.of(nonce);
  }
}
