import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { GiveGrants } from '../../commands/bulk/give-grants';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { BULK, bulkAnswer } from './bulk-answer';
import { BulkResultDto, GiveGrantsDto } from './bulk.dtos';

@ApiTags('Access grants')
@Controller('identity-groups/:id/access')
export class BulkAccessController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Post('bulk')
  @Endpoint({
    id: 'grantAccessInBulk',
    summary: 'Grant several principals access to a vault',
    permission: 'pam_vaults.manage in the organization of the vault',
    description:
      'Each grant is given as `POST /identity-groups/{id}/access` would; the answer lists in the same order how each of them went: a grant by its id, one that was refused by its `principalId`, with the code.',
    answers: { 200: BulkResultDto },
    repeat: BULK,
  })
  async give(@Ctx() context: Context, @PathId('identity group') vaultId: string, @Body() { grants }: GiveGrantsDto) {
    return bulkAnswer(await this.commands.execute(new GiveGrants(context, vaultId, grants)));
  }
}
