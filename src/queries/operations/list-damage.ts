import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { damagesAt, orphansAt } from '../../access/damages';
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
  /** A sealed value that no fact names: settling it destroys it. Absent for a damage of a stream. */
  readonly kind?: 'orphaned';
  readonly identityId?: string;
  readonly version?: number;
  readonly found: string;
  readonly settledBy?: string;
}

const ORPHANED = 'the log was put back and has lost the facts of this value; a host may hold it';

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
    const damages = (await damagesAt(view)).map(({ damageId, foundAt, settledUpTo: _, ...found }) => ({
      id: damageId,
      ...found,
      found: foundAt,
    }));
    const orphans = (await orphansAt(view)).map(({ lossId, orphanId, vaultId: _, foundAt, ...found }) => ({
      id: lossId,
      ...found,
      kind: 'orphaned' as const,
      identityId: orphanId,
      fault: ORPHANED,
      found: foundAt,
    }));
    return [...damages, ...orphans].toSorted((a, b) => (a.found < b.found ? 1 : -1));
  }
}
