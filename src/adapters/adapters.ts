import type { Checkpoints } from '../kernel/checkpoints';
import type { Clock } from '../kernel/clock';
import type { Digest } from '../kernel/digest';
import type { EvidenceKey } from '../kernel/evidence-key';
import type { EvidenceOutsiders } from '../kernel/evidence-outsiders';
import type { EvidenceStore } from '../kernel/evidence-store';
import type { EventStore } from '../kernel/event-store';
import type { Idempotency } from '../kernel/idempotency';
import type { Ids } from '../kernel/ids';
import type { SeededIds } from '../kernel/seeded-ids';
import type { JobSealing } from '../kernel/job-sealing';
import type { KeyVersions } from '../kernel/key-versions';
import type { KeyPairs } from '../kernel/key-pairs';
import type { JoinTokens } from '../kernel/join-tokens';
import type { MachineTokens } from '../kernel/machine-tokens';
import type { ServerProof } from '../kernel/server-proof';
import type { Lease } from '../kernel/lease';
import type { LogProof } from '../kernel/log-proof';
import type { MaterialBinding } from '../kernel/material-binding';
import type { MaterialStore } from '../kernel/material-store';
import type { Backups } from '../kernel/operations';
import type { Mail, Webhooks } from '../kernel/outside';
import type { Presence } from '../kernel/presence';
import type { Random } from '../kernel/random';
import type { ReadStore } from '../kernel/read-store';
import type { Sealing } from '../kernel/sealing';
import type { Sinks } from '../kernel/sinks';
import type { StreamReader } from '../kernel/stream-reader';
import type { Subscriptions } from '../kernel/subscription/subscriptions';
import type { TokenIssuers } from '../kernel/token-issuers';

/** Every port with what stands behind it. */
export interface Adapters {
  readonly eventStore: EventStore;
  readonly logProof: LogProof;
  readonly streamReader: StreamReader;
  /** Everybody here who follows the log. */
  readonly subscriptions: Subscriptions;
  readonly readStore: ReadStore;
  readonly materialStore: MaterialStore;
  readonly materialBinding: MaterialBinding;
  readonly idempotency: Idempotency;
  readonly presence: Presence;
  readonly joinTokens: JoinTokens;
  readonly serverProof: ServerProof;
  readonly checkpoints: Checkpoints;
  readonly evidenceKey: EvidenceKey;
  readonly evidenceOutsiders: EvidenceOutsiders;
  readonly evidenceStore: EvidenceStore;
  readonly lease: Lease;
  /** Who fills the read models; absent where they are this node's alone. */
  readonly buildLease?: Lease;
  readonly sealing: Sealing;
  readonly jobSealing: JobSealing;
  readonly keyVersions: KeyVersions;
  readonly keyPairs: KeyPairs;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Ids that follow from a seed: a repeated request makes the same. */
  readonly derivedIds: SeededIds;
  readonly random: Random;
  readonly digest: Digest;
  readonly tokenIssuers: TokenIssuers;
  readonly machineTokens: MachineTokens;
  readonly backups: Backups;
  readonly webhooks: Webhooks;
  readonly mail: Mail;
  readonly sinks: Sinks;
  /** Flushes and closes, in the order that loses nothing. */
  close(): Promise<void>;
}

/** What it takes to fill read models. */
export type ReadSideAdapters = Pick<
  Adapters,
  'eventStore' | 'subscriptions' | 'readStore' | 'lease' | 'clock' | 'close'
>;
