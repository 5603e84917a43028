import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { MakeBackup } from '../../commands/operations/make-backup';
import { RebuildProjection } from '../../commands/operations/rebuild-projection';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import { ListOperations } from '../../queries/operations/list-operations';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, PathId } from '../operation/parameters';
import { accepted } from '../reply/reply';
import { BackupBegun, BackupList, ProjectionList, ProjectionName, RebuildBegun } from './operation-schemas';

const TAG = 'Operations';

/** Told of what fails after the answer. */
type Trouble = (what: string, error: unknown) => void;

@Controller('operations')
export class OperationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(PORTS.trouble) private readonly trouble: Trouble,
  ) {}

  @Get('projections')
  @Operation({
    summary: 'How the read models stand; owners only',
    id: 'listProjections',
    permission: 'an owner',
    description: 'Name, version, position, lag and state of each read model.',
    tag: TAG,
    answers: { 200: ProjectionList },
  })
  async projections(@Ctx() context: Context) {
    const { projections } = await this.queries.execute(new ListOperations(context));
    return { items: projections };
  }

  @Post('projections/:name/rebuild')
  @Operation({
    summary: 'Build a read model anew beside what is served; owners only',
    id: 'rebuildProjection',
    permission: 'an owner',
    description:
      'Accepted for later (202): it is filled from the log beside what is served, and takes over when it has caught up.',
    tag: TAG,
    thing: 'projection',
    params: { name: ProjectionName },
    answers: { 202: RebuildBegun },
    repeat: 'repeatRebuild',
  })
  async rebuild(@Ctx() context: Context, @PathId('name') name: string) {
    const { position } = await this.commands.execute(new RebuildProjection(context, name));
    return accepted({ name }, { ids: { name }, position });
  }

  async repeatRebuild({ receipt }: Repetition) {
    const name = receipt.ids['name'] ?? '';
    return accepted({ name }, { ids: { name }, position: receipt.position });
  }

  @Get('backups')
  @Operation({
    summary: 'The backups there are, newest first; owners only',
    id: 'listBackups',
    permission: 'an owner',
    description: 'What lies in the backups folder of the data folder, with when it was made and how large it is.',
    tag: TAG,
    answers: { 200: BackupList },
  })
  async backups(@Ctx() context: Context) {
    const { backups } = await this.queries.execute(new ListOperations(context));
    return { items: backups };
  }

  @Post('backups')
  @Operation({
    summary: 'Copy everything but the root key into the data folder; owners only',
    id: 'createBackup',
    permission: 'an owner',
    description:
      'Accepted for later (202): events first, then sealed values, under `backups` in the data folder. The root key is not in it.',
    tag: TAG,
    answers: { 202: BackupBegun },
    repeat: 'repeatBackup',
  })
  async backup(@Ctx() context: Context) {
    const onTrouble = (error: unknown) => this.trouble('a backup', error);
    const { id, position } = await this.commands.execute(new MakeBackup(context, onTrouble));
    return accepted({ id }, { ids: { id }, position });
  }

  async repeatBackup({ receipt }: Repetition) {
    const id = receipt.ids['id'] ?? '';
    return accepted({ id }, { ids: { id }, position: receipt.position });
  }
}
