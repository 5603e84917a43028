import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PruneBackups } from '../../commands/operations/prune-backups';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { invalid } from '../platform/validation/invalid';
import { answered } from '../reply/reply';
import { PruneDto, PrunedDto } from './backup.dtos';

/** What is gone is gone: told again from the receipt, nothing is removed a second time. */
const PRUNED = recipe<undefined>({
  reply: (_, { ids, position }) => answered({ removed: Object.values(ids) }, { ids, position }),
});

@ApiTags('Operations')
@Controller('operations/backups')
export class BackupsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post('prune')
  @Endpoint({
    id: 'pruneBackups',
    summary: 'Remove old backups; owners only',
    permission: 'an owner',
    description:
      'A backup holds what was destroyed after it was made. Removes those beyond the newest `keep`, and those made `olderThanDays` days ago or earlier; the newest always stays.',
    answers: { 200: PrunedDto },
    repeat: PRUNED,
  })
  async prune(@Ctx() context: Context, @Body() pruning: PruneDto) {
    if (pruning.keep === undefined && pruning.olderThanDays === undefined) {
      throw invalid({ field: 'keep', message: 'or olderThanDays must be given' });
    }
    const { removed, position } = await this.commands.execute(new PruneBackups(context, pruning));
    const ids = Object.fromEntries(removed.map((id, n) => [String(n), id]));
    return this.answers.of(PRUNED, { context, ids, position });
  }
}
