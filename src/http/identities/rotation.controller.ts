import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RotateIdentity } from '../../commands/identities/rotate-identity';
import { SteerRotation } from '../../commands/identities/steer-rotation';
import type { Context } from '../../kernel/context';
import { GetRotation } from '../../queries/identities/get-rotation';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, PathId } from '../operation/parameters';
import { accepted, answered } from '../reply/reply';
import { Rotation } from './rotation-schemas';

const READS = ['identities', 'hosts', 'agents'];

const STEER = {
  tag: 'Rotation',
  thing: 'identity',
  answers: { 202: Rotation },
  repeat: 'repeatRotate',
} as const;

@Controller('identities/:id')
export class RotationController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
  ) {}

  @Post('rotate')
  @Operation({
    summary: 'Ask for a new value',
    id: 'rotateIdentity',
    permission: 'pam_vaults.manage in the organization of the identity',
    description:
      'Accepted for later (202): a new value is made and sealed, then each host changes and proves it. Refused while it is checked out (409 `CHECKED_OUT`) or rotating (409 `ROTATION_IN_PROGRESS`).',
    tag: 'Rotation',
    thing: 'identity',
    answers: { 202: Rotation },
    codes: ['CHECKED_OUT', 'ORGANIZATION_SECRET_NOT_FOUND', 'ROTATION_IN_PROGRESS'],
    repeat: 'repeatRotate',
  })
  async rotate(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new RotateIdentity(context, id));
    return this.asked(context, id, position);
  }

  repeatRotate({ receipt, context }: Repetition) {
    return this.asked(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Post('rotation/retry')
  @Operation({
    ...STEER,
    summary: 'Go on with a rotation that failed half-way',
    id: 'retryRotation',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'The same version, on the hosts that do not have it.',
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
  })
  retry(@Ctx() context: Context, @PathId() id: string) {
    return this.steer(context, 'retry', id);
  }

  @Post('rotation/cancel')
  @Operation({
    ...STEER,
    summary: 'Call a rotation off',
    id: 'cancelRotation',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Hosts that have the new value keep it.',
    answers: { 200: Rotation },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: 'repeatCancel',
  })
  async cancel(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new SteerRotation(context, 'cancel', id));
    return answered(await this.shown(context, id, position), { ids: { id }, position });
  }

  async repeatCancel({ receipt, context }: Repetition) {
    const { ids, position } = receipt;
    return answered(await this.shown(context, ids['id'] ?? '', position), { ids, position });
  }

  @Post('rotation/reconcile')
  @Operation({
    ...STEER,
    summary: 'Set once more what the hosts should hold',
    id: 'reconcileRotation',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Sends each host the value it should hold, for hosts that drifted or were restored from a backup.',
    codes: ['CHECKED_OUT', 'CONFLICT', 'ROTATION_IN_PROGRESS'],
  })
  reconcile(@Ctx() context: Context, @PathId() id: string) {
    return this.steer(context, 'reconcile', id);
  }

  @Get('rotation')
  @Operation({
    summary: 'What a rotation is doing',
    id: 'getRotation',
    permission: 'pam_vaults.view in the organization of the identity',
    description:
      'Host by host: its state, since when, on which version, and in plain words what happens next or who must do what.',
    tag: 'Rotation',
    thing: 'identity',
    answers: { 200: Rotation },
    reads: READS,
  })
  get(@Ctx() context: Context, @PathId() id: string) {
    return this.queries.execute(new GetRotation(context, id));
  }

  private async steer(context: Context, step: 'retry' | 'reconcile', id: string) {
    const { position } = await this.commands.execute(new SteerRotation(context, step, id));
    return this.asked(context, id, position);
  }

  private async asked(context: Context, id: string, position: string) {
    return accepted(await this.shown(context, id, position), { ids: { id }, position });
  }

  private shown(context: Context, id: string, position: string) {
    const ask = () => this.queries.execute(new GetRotation(context, id, 'pam_vaults.manage'));
    return this.consistency.afterWrite(position, READS, ask);
  }
}
