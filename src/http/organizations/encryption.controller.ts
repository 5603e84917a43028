import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestUpgrade } from '../../commands/organizations/request-upgrade';
import type { Context } from '../../kernel/context';
import { GetEncryption } from '../../queries/organizations/get-encryption';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { acceptedAs } from '../platform/repetition/recipe';
import { EncryptionDto } from './encryption.dtos';

const READS = ['identities', 'vaults'];
const BEGUN = acceptedAs(READS, ({ context, ids: { id = '' } }) => new GetEncryption(context, id));

@ApiTags('Organizations')
@Controller('organizations/:id/encryption')
export class EncryptionController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Get()
  @Endpoint({
    id: 'getEncryption',
    summary: 'Count how the values of an organization are sealed',
    permission: 'pam_audit.read or pam_vaults.manage in the organization',
    description:
      'How many identities are sealed as `v2`, how many have a value that is still `v1`, and of how many the value in force was stored in plain text before it was imported; in all, and by vault.',
    answers: { 200: EncryptionDto },
    reads: READS,
    watching: true,
  })
  get(@Ctx() context: Context, @PathId('organization') id: string) {
    return this.queries.execute(new GetEncryption(context, id));
  }

  @Post('upgrade')
  @Endpoint({
    id: 'upgradeEncryption',
    summary: 'Seal what is still v1 as v2',
    permission: 'pam_vaults.manage in the organization',
    description:
      'Done in the background, at a pace that leaves room for checkouts; it goes on where a stop left it. Values keep their version numbers. Ask `GET …/encryption` how far it is.',
    answers: { 202: EncryptionDto },
    codes: ['ORGANIZATION_SECRET_NOT_FOUND'],
    reads: READS,
    repeat: BEGUN,
  })
  async upgrade(@Ctx() context: Context, @PathId('organization') id: string) {
    const { position } = await this.commands.execute(new RequestUpgrade(context, id));
    return this.answers.of(BEGUN, { context, ids: { id }, position });
  }
}
