import type { LedgerDocument } from '../../projections/ledger/document';
import type { Clock } from '../kernel/clock';
import type { EventStore } from '../kernel/event-store';
import type { PartedHistory } from '../kernel/evidence';
import type { EvidenceKey } from '../kernel/evidence-key';
import type { EvidenceStore, KeptCheckpoint } from '../kernel/evidence-store';
import type { Lease } from '../kernel/lease';
import type { ReadModel } from '../kernel/read-model';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import { LedgerTree } from './ledger-tree';
import type { KeyChange } from './signing-keys';

/** How the present log of checkpoints stands, by the facts. */
export interface EvidenceLogStatus {
  readonly log: number;
  readonly origin?: string;
  /** The last checkpoint of the log before. */
  readonly continues?: string;
  readonly isStopped: boolean;
  /** How often its signing key was changed. */
  readonly changes: number;
  /** Keys that facts name: the present log's from the newest on, then those of logs before. */
  readonly named: readonly string[];
  /** When a checkpoint was last told in the log, RFC 3339. */
  readonly recordedAt?: string;
  /** Sizes of the trees by which a key handed over to the next, as far as the log tells their checkpoints. */
  readonly handovers?: readonly number[];
}

/** What it takes to prove the log. */
export interface EvidenceParts {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly readModels: ReadModels;
  readonly readSide: ReadSide;
  readonly key: EvidenceKey;
  readonly kept: EvidenceStore;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly standing: () => Promise<EvidenceLogStatus>;
  /** Whether these witnesses are enough; absent: there is no policy. */
  readonly isQuorum?: (vkeys: readonly string[]) => boolean;
  readonly keyChanges: (log: number, told: number) => Promise<readonly KeyChange[]>;
  /** Makes it a fact which of the server's own keys follows which. */
  readonly tellKeys: (vkeys: readonly string[], signedBy: string | undefined) => Promise<void>;
  /** Makes it a fact that the log is not the one that was signed. */
  readonly stop: (found: PartedHistory) => Promise<void>;
  /** Tells a checkpoint in the log, at most once an hour. */
  readonly tell: (checkpoint: KeptCheckpoint) => Promise<void>;
  /** Tells the last checkpoint of a former key in the log, once. */
  readonly tellHandover: (checkpoint: KeptCheckpoint) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Lets whoever waits for an answer go before: asked by long work between two steps, which rests for about so many ms. */
  readonly giveWay: (restMs: number) => Promise<void>;
}

export const nodesOf = ({ readModels }: Pick<EvidenceParts, 'readModels'>): ReadModel<LedgerDocument> =>
  readModels.readModel<LedgerDocument>('ledger');

export const treeOf = (parts: Pick<EvidenceParts, 'readModels'>, log: number): LedgerTree =>
  new LedgerTree(nodesOf(parts), log);
