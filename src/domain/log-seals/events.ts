import type { DomainEvent } from '../../kernel/event';

/**
 * The log is sealed: whatever follows proves itself by an authentication code. Of what came before, `facts` have none; they
 * count as long as they are what the digest says (SHA-256 of their canonical texts in the log's order, a newline behind each), and
 * up to the position `upTo` only. Of a new log it is the first fact, and seals nothing. With `reason`, somebody who held the root
 * key answers for what had lost its seal.
 */
export type LogSealed = DomainEvent<
  'keyledger.log-sealed.v1',
  {
    facts: number;
    digest: string;
    upTo: string;
    stretches: { upTo: string; facts: number; digest: string }[];
    sealedAt: string;
    reason?: string;
  }
>;
