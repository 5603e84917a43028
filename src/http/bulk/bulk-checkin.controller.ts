import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ForceCheckInSessions } from '../../commands/bulk/force-check-in-sessions';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { invalid } from '../platform/validation/invalid';
import { BULK, bulkAnswer } from './bulk-answer';
import { BulkResultDto, ForceCheckInSessionsDto } from './bulk.dtos';

@ApiTags('Sessions')
@Controller('sessions')
export class BulkCheckinController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Post('force-checkin')
  @Endpoint({
    id: 'forceCheckInSessions',
    summary: 'End every session of a user or in a vault; the values then rotate',
    permission: 'pam_vaults.manage in the organizations of the sessions; others are left out',
    description:
      'Each open session is ended as `POST /sessions/{id}/force-checkin` would; the answer lists how each of them went. Names a user, a vault, or both: the sessions of that user in that vault. At most 1,000 at once; `more` says that there are others.',
    answers: { 200: BulkResultDto },
    codes: ['NOT_FOUND'],
    repeat: BULK,
  })
  async force(@Ctx() context: Context, @Body() { reason, userId, identityGroupId }: ForceCheckInSessionsDto) {
    if (userId === undefined && identityGroupId === undefined) {
      throw invalid({ field: 'userId', message: 'must be given, or identityGroupId' });
    }
    const of = {
      ...(userId === undefined ? {} : { userId }),
      ...(identityGroupId === undefined ? {} : { identityGroupId }),
    };
    return bulkAnswer(await this.commands.execute(new ForceCheckInSessions(context, of, reason)));
  }
}
