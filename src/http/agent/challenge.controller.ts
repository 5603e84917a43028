import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { PORTS } from '../../kernel/ports';
import type { ServerProof } from '../../kernel/server-proof';
import type { ChallengeAnswer, ChallengeRequest } from '../../../wire/agent-messages';
import { Operation } from '../operation/operation';
import { Input } from '../operation/parameters';
import { ChallengeAnswerBody, ChallengeBody } from './agent-schemas';

/** What an agent asks before it hands over its join token: is this the server that the token is from? */
@Controller('agent/v1')
export class ChallengeController {
  constructor(@Inject(PORTS.serverProof) private readonly proof: ServerProof) {}

  @Post('challenge')
  @HttpCode(200)
  @Operation({
    summary: 'Have the server prove its key, before it is told a join token',
    body: ChallengeBody,
    answers: { 200: ChallengeAnswerBody },
    public: true,
    agent: 'enrolling',
  })
  challenge(@Input() { nonce }: ChallengeRequest): ChallengeAnswer {
    return this.proof.of(nonce);
  }
}
