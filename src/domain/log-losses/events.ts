import type { DomainEvent } from '../../kernel/event';

/**
 * The material store holds a value that no fact names: the log was put back, and has lost the facts that named it. A host may
 * hold exactly that value, so it is kept until an owner says otherwise. `revision`: the first one its stream lacked then.
 */
export type OrphanedValueFound = DomainEvent<
  'keyledger.orphaned-value-found.v1',
  {
    lossId: string;
    stream: string;
    revision: number;
    orphanId: string;
    vaultId: string;
    version: number;
    foundAt: string;
  }
>;
/** An owner says that an orphaned value is dead: it is destroyed. */
export type OrphanedValueSettled = DomainEvent<
  'keyledger.orphaned-value-settled.v1',
  { lossId: string; orphanId: string; version: number; reason: string; settledBy: string }
>;

export type LogLossEvent = OrphanedValueFound | OrphanedValueSettled;
