import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { damagesAt } from '../../access/damages';
import { requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';

export interface DamageView {
  readonly id: string;
  readonly stream: string;
  /** The first one that can't be read, or is lost. */
  readonly revision: number;
  /** Wire name of what can't be read; absent for what is lost. */
  readonly type?: string;
  readonly fault: string;
  /** Time of the stream's last fact, where that lies in the future: until then the stream is decided on as if it were that time. */
  readonly until?: string;
  readonly found: string;
  readonly settledBy?: string;
}

/** Every damage there ever was, the newest first: read from the log, since read models may rest on what is damaged. Owners only. */
export class ListDamage extends Query<readonly DamageView[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListDamage)
export class ListDamageHandler implements IQueryHandler<ListDamage> {
  constructor(@Inject(Asking) private readonly asking: Asking) {}

  async execute({ context }: ListDamage): Promise<readonly DamageView[]> {
    const { standing, view } = await this.asking.asker(context);
    const refusal = requireOwner(standing);
    if (refusal !== undefined) {
      throw new Refused(refusal);
    }
    return (await damagesAt(view))
      .toReversed()
      .map(({ damageId, foundAt, settledUpTo: _, ...found }) => ({ id: damageId, ...found, found: foundAt }));
  }
}
