import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ServerProof } from '../../kernel/server-proof';
import type { ServerKeyAnswer } from '../../../wire/agent-messages';
import { AgentEndpoint } from './agent-endpoint';
import { ServerKeyAnswerDto } from './agent.dtos';

/** What an agent asks that knows another key of the server: how does the one I know lead to yours? */
@Controller('agent/v1')
export class ServerKeyController {
  constructor(@Inject(ServerProof) private readonly proof: ServerProof) {}

  @Post('server-key')
  @HttpCode(200)
  @AgentEndpoint({
    id: 'followServerKey',
    summary: 'Ask how former keys of the server lead to the one in force',
    description:
      'Each announcement is signed by the key before. Every answer to an agent names the key in force in `Keyledger-Server-Key`.',
    answers: { 200: ServerKeyAnswerDto },
  })
  serverKey(): ServerKeyAnswer {
    const { serverKey, announcements } = this.proof;
    return { serverKey, announcements };
  }
}
