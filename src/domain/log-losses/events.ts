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

/**
 * The log was put back and has lost a fact that took something away, or told that a value is known: what it took stands
 * again. `what` tells it in words; `lostType`, `revision`: wire name and place of that fact.
 */
export type LostRevocationFound = DomainEvent<
  'keyledger.lost-revocation-found.v1',
  { lossId: string; stream: string; revision: number; lostType: string; what: string; foundAt: string }
>;
/** An owner has done it again, or says that it need not be done. */
export type LostRevocationSettled = DomainEvent<
  'keyledger.lost-revocation-settled.v1',
  { lossId: string; reason: string; settledBy: string }
>;
/** There was more than a person can go through: so many more were found and are not listed one by one. */
export type LogLossesOmitted = DomainEvent<
  'keyledger.log-losses-omitted.v1',
  { lossId: string; omitted: number; of: 'revocations' | 'values'; foundAt: string }
>;

export type LogLossEvent =
  OrphanedValueFound | OrphanedValueSettled | LostRevocationFound | LostRevocationSettled | LogLossesOmitted;
