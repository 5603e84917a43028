import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RotateIdentities } from '../../commands/bulk/rotate-identities';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { invalid } from '../platform/validation/invalid';
import { BULK, bulkAnswer } from './bulk-answer';
import { BulkResultDto, RotateIdentitiesDto } from './bulk.dtos';

@ApiTags('Rotation')
@Controller('identities')
export class BulkRotationController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Post('rotate')
  @Endpoint({
    id: 'rotateIdentities',
    summary: 'Ask for a new value of many identities',
    permission: 'pam_vaults.manage in the organizations of the identities; others are left out',
    description:
      'Each identity that fits is rotated as `POST /identities/{id}/rotate` would; the answer lists how each of them went. At most 1,000 at once. With an `Idempotency-Key` nothing is done twice, also where the first answer was lost half-way.',
    answers: { 200: BulkResultDto },
    codes: ['NOT_FOUND'],
    repeat: BULK,
  })
  async rotate(@Ctx() context: Context, @Body() { filter }: RotateIdentitiesDto) {
    if (Object.values(filter).every((value) => value === undefined)) {
      throw invalid({ field: 'filter', message: 'must name at least one of the fields that a list is filtered by' });
    }
    return bulkAnswer(await this.commands.execute(new RotateIdentities(context, filter)));
  }
}
