import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { damagesAt, logLossesAt } from '../../access/damages';
import { requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

export interface DamageView {
  readonly id: string;
  readonly stream: string;
  /** The first one that can't be read, or is lost. */
  readonly revision: number;
  /** Wire name of what can't be read, or of the fact that is lost; absent where nobody knows. */
  readonly type?: string;
  readonly fault: string;
  /** Time of the stream's last fact, where that lies in the future: until then the stream is decided on as if it were that time. */
  readonly until?: string;
  /**
   * `orphaned`: a sealed value that no fact names: settling it destroys it. `lost`: what a lost fact took away stands again,
   * until somebody does it again. `omitted`: more than could be listed. Absent for a damage of a stream.
   */
  readonly kind?: 'orphaned' | 'lost' | 'omitted';
  readonly identityId?: string;
  readonly version?: number;
  readonly found: string;
  readonly settledBy?: string;
}

const ORPHANED = 'the log was put back and has lost the facts of this value; a host may hold it';

type Losses = Awaited<ReturnType<typeof logLossesAt>>;
type One<R> = R extends Readonly<Record<string, infer V>> ? V : never;

const orphanView = ({ lossId, orphanId, vaultId: _, foundAt, ...found }: One<Losses['orphans']>): DamageView => ({
  id: lossId,
  ...found,
  kind: 'orphaned',
  identityId: orphanId,
  fault: ORPHANED,
  found: foundAt,
});

const restoredView = ({ lossId, lostType, what, foundAt, ...found }: One<Losses['revocations']>): DamageView => ({
  id: lossId,
  ...found,
  type: lostType,
  kind: 'lost',
  fault: `the log was put back and has lost that ${what}: it stands as before; do it again, or settle it as it is`,
  found: foundAt,
});

const omittedView = ({ lossId, omitted, of, foundAt, settledBy }: One<Losses['omitted']>): DamageView => ({
  id: lossId,
  stream: 'logLosses',
  revision: 0,
  kind: 'omitted',
  fault: `the log was put back, and ${omitted} more lost ${of === 'values' ? 'values' : 'facts'} are not listed`,
  found: foundAt,
  ...(settledBy === undefined ? {} : { settledBy }),
});

/** Every damage there ever was, the newest first: read from the log, since read models may rest on what is damaged. Owners only. */
export class ListDamage extends Query<readonly DamageView[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListDamage)
export class ListDamageHandler implements IQueryHandler<ListDamage> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context }: ListDamage): Promise<readonly DamageView[]> {
    const { rights, view } = await this.asking.caller(context);
    const refusal = requireOwner(rights);
    if (refusal !== undefined) {
      throw new RefusedError(refusal);
    }
    const damages = (await damagesAt(view)).map(({ damageId, foundAt, settledUpTo: _, ...found }) => ({
      id: damageId,
      ...found,
      found: foundAt,
    }));
    const { orphans, revocations, omitted } = await logLossesAt(view);
    const losses = [...Object.values(revocations).map(restoredView), ...Object.values(omitted).map(omittedView)];
    return [...losses, ...damages, ...Object.values(orphans).map(orphanView)].toSorted((a, b) =>
      b.found.localeCompare(a.found),
    );
  }
}
