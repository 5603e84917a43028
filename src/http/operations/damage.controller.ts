import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Static } from '@sinclair/typebox';
import { SettleDamage } from '../../commands/operations/settle-damage';
import type { Context } from '../../kernel/context';
import { ListDamage } from '../../queries/operations/list-damage';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { answered } from '../reply/reply';
import { DamageItem, DamageList, SettleBody } from './operation-schemas';

const TAG = 'Operations';

@Controller('operations/damage')
export class DamageController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation({
    summary: 'What can not be read of the log, newest first; owners only',
    id: 'listDamage',
    permission: 'an owner',
    description:
      'Each stream named here is frozen until its damage is settled, save where `until` says that a clock was ahead, and where `kind` says what followed when the log was put back: `orphaned` is a sealed value that no fact names (settling it destroys it), `lost` something that was taken away and stands again (do it again, then settle it), `omitted` how many more were not listed.',
    tag: TAG,
    answers: { 200: DamageList },
  })
  async list(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListDamage(context)) };
  }

  @Post(':id/settle')
  @Operation({
    summary:
      'Pass over for ever what can not be read, give up what is lost, or disregard times in the future; owners only',
    id: 'settleDamage',
    permission: 'an owner',
    description: 'No right that a stream gave stands after a loss of it is settled, until it is given again.',
    tag: TAG,
    thing: 'damage',
    body: SettleBody,
    answers: { 200: DamageItem },
    repeat: 'repeatSettle',
  })
  async settle(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: Static<typeof SettleBody>) {
    const { position } = await this.commands.execute(new SettleDamage(context, id, reason));
    return answered(await this.one(context, id), { ids: { id }, position });
  }

  async repeatSettle({ context, receipt }: Repetition) {
    const id = receipt.ids['id'] ?? '';
    return answered(await this.one(context, id), { ids: { id }, position: receipt.position });
  }

  private async one(context: Context, id: string) {
    return (await this.queries.execute(new ListDamage(context))).find((damage) => damage.id === id);
  }
}
