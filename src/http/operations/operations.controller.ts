import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MakeBackup } from '../../commands/operations/make-backup';
import { RebuildProjection } from '../../commands/operations/rebuild-projection';
import type { Context } from '../../kernel/context';
import { ListOperations } from '../../queries/operations/list-operations';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathPart } from '../platform/endpoint/path-parameter';
import { idsAccepted } from '../platform/repetition/recipe';
import { accepted } from '../reply/reply';
import { BackupBegunDto, BackupListDto, projectionName, ProjectionListDto, RebuildBegunDto } from './operations.dtos';
import { ErrorReporter } from '../../kernel/error-reporter';

const MODEL = { description: 'Name of the read model.', example: 'audit_trail' };

@ApiTags('Operations')
@Controller('operations')
export class OperationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ErrorReporter) private readonly errors: ErrorReporter,
  ) {}

  @Get('projections')
  @Endpoint({
    id: 'listProjections',
    summary: 'How the read models stand; owners only',
    permission: 'an owner',
    description: 'Name, version, position, lag and state of each read model.',
    answers: { 200: ProjectionListDto },
  })
  async projections(@Ctx() context: Context) {
    const { projections } = await this.queries.execute(new ListOperations(context));
    return { items: projections };
  }

  @Post('projections/:name/rebuild')
  @Endpoint({
    id: 'rebuildProjection',
    summary: 'Build a read model anew beside what is served; owners only',
    permission: 'an owner',
    description:
      'Accepted for later (202): it is filled from the log beside what is served, and takes over when it has caught up.',
    answers: { 202: RebuildBegunDto },
    repeat: idsAccepted,
  })
  async rebuild(@Ctx() context: Context, @PathPart('name', projectionName, 'projection', MODEL) name: string) {
    const { position } = await this.commands.execute(new RebuildProjection(context, name));
    return accepted({ name }, { ids: { name }, position });
  }

  @Get('backups')
  @Endpoint({
    id: 'listBackups',
    summary: 'The backups there are, newest first; owners only',
    permission: 'an owner',
    description: 'What lies in the backups folder of the data folder, with when it was made and how large it is.',
    answers: { 200: BackupListDto },
  })
  async backups(@Ctx() context: Context) {
    const { backups } = await this.queries.execute(new ListOperations(context));
    return { items: backups };
  }

  @Post('backups')
  @Endpoint({
    id: 'createBackup',
    summary: 'Copy everything but the root key into the data folder; owners only',
    permission: 'an owner',
    description:
      'Accepted for later (202): events first, then sealed values, under `backups` in the data folder. The root key is not in it.',
    answers: { 202: BackupBegunDto },
    repeat: idsAccepted,
  })
  async backup(@Ctx() context: Context) {
    const onError = (error: unknown) => this.errors.report('a backup', error);
    const { id, position } = await this.commands.execute(new MakeBackup(context, onError));
    return accepted({ id }, { ids: { id }, position });
  }
}
