import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeEvidenceKey, type KeyChain } from '../../domain/evidence/decide';
import { evidence } from '../../domain/evidence/state';
import type { Context } from '../../kernel/context';
import { EvidenceKey } from '../../kernel/evidence-key';
import { Decisions } from '../deciding/decisions';

/** Has the log name each key that follows the one which signs checkpoints so far. */
export class ChangeEvidenceKey extends Command<void> {
  constructor(
    readonly context: Context,
    readonly chain: Omit<KeyChain, 'origin'>,
  ) {
    super();
  }
}

@CommandHandler(ChangeEvidenceKey)
export class ChangeEvidenceKeyHandler implements ICommandHandler<ChangeEvidenceKey> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(EvidenceKey) private readonly key: EvidenceKey,
  ) {}

  async execute({ context, chain }: ChangeEvidenceKey): Promise<void> {
    await this.deciding.decide(context, { fold: evidence }, ({ target: { state }, now }) =>
      changeEvidenceKey(state, { origin: state.origin ?? this.key.origin, ...chain }, now),
    );
  }
}
