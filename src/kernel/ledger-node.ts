/** The fact with which another log begins: its own first leaf. */
export const LOG_RESTARTED = 'keyledger.evidence-restarted.v1';

/** Where a node of a ledger's tree stands. */
export interface LedgerNode {
  /** 0: a leaf; each level above has a 256th of the nodes. */
  readonly level: number;
  /** Which log, from 1 on: a new one begins where an owner begins it. */
  readonly log: number;
  readonly index: number;
}

/** Nodes of one level and log follow each other as their ids do. */
export const nodeId = ({ level, log, index }: LedgerNode): string =>
  `${level}/${String(log).padStart(4, '0')}/${String(index).padStart(12, '0')}`;

export const nodeOfId = (id: string): LedgerNode => {
  const [level = 0, log = 0, index = 0] = id.split('/').map(Number);
  return { level, log, index };
};
