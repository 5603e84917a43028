import type { Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { PROJECTIONS } from '../projections/catalog';
import { ModelsOrStreams } from '../projections/engine/models-or-streams';
import type { Projections } from '../projections/engine/projections';
import type { Adapters } from './adapters/adapters';
import { Evidence } from './kernel/evidence';
import { Readiness, type ReadinessReport } from './kernel/readiness';
import { ON_POLICY_ERROR } from './policies/runner/on-policy-error';
import { POLICY_PROGRESS } from './policies/runner/policy-progress';
import { errorLog, policyErrorLog, policyProgressLog } from './lifecycle/error-log';
import { sealAlarm } from './metrics/seal-metrics';
import { SinkWatch } from './services/sinks/sink-health';
import { sinkWatch } from './metrics/sink-metrics';
import { Shutdown } from './kernel/shutdown';
import { ServerProof } from './kernel/server-proof';
import { Backups, ProjectionOperations } from './kernel/operations';
import { Subscriptions } from './kernel/subscription/subscriptions';
import { ReadModels } from './kernel/read-models';
import { KeyVersions } from './kernel/key-versions';
import { JoinTokens } from './kernel/join-tokens';
import { MaterialBinding } from './kernel/material-binding';
import { EventStore } from './kernel/event-store';
import { Presence } from './kernel/presence';
import { KeyPairs } from './kernel/key-pairs';
import { EvidenceStore } from './kernel/evidence-store';
import { SeededIds } from './kernel/seeded-ids';
import { StreamReader } from './kernel/stream-reader';
import { Webhooks, Mail } from './kernel/outside';
import { SealAlarm } from './kernel/seal-alarm';
import { MaterialStore } from './kernel/material-store';
import { Checkpoints } from './kernel/checkpoints';
import { Idempotency } from './kernel/idempotency';
import { ReadSide } from './kernel/read-side';
import { ReadThrough } from './kernel/read-through';
import { Sealing } from './kernel/sealing';
import { Sinks } from './kernel/sinks';
import { Random } from './kernel/random';
import { Digest } from './kernel/digest';
import { Foreground } from './kernel/foreground';
import { ErrorReporter } from './kernel/error-reporter';
import { Clock } from './kernel/clock';
import { JobSealing } from './kernel/job-sealing';
import { TokenIssuers } from './kernel/token-issuers';
import { EvidenceKey } from './kernel/evidence-key';
import { Lease } from './kernel/lease';
import { Ids } from './kernel/ids';
import { MachineTokens } from './kernel/machine-tokens';
import { scimTokens } from './adapters/tokens/scim-tokens';
import { ScimTokens } from './kernel/scim-tokens';

interface Around {
  readonly ready: () => Promise<ReadinessReport>;
  readonly evidence: Evidence;
  readonly log: Logger;
  readonly registry: Registry;
}

/** What stands behind each port. */
export const portsOf = (
  adapters: Adapters,
  projections: Projections,
  { ready, evidence, log, registry }: Around,
): Provider[] => [
  { provide: EventStore, useValue: adapters.eventStore },
  { provide: StreamReader, useValue: adapters.streamReader },
  { provide: Subscriptions, useValue: adapters.subscriptions },
  { provide: MaterialStore, useValue: adapters.materialStore },
  { provide: MaterialBinding, useValue: adapters.materialBinding },
  { provide: Idempotency, useValue: adapters.idempotency },
  { provide: Presence, useValue: adapters.presence },
  { provide: JoinTokens, useValue: adapters.joinTokens },
  { provide: ServerProof, useValue: adapters.serverProof },
  { provide: Evidence, useValue: evidence },
  { provide: EvidenceKey, useValue: adapters.evidenceKey },
  { provide: EvidenceStore, useValue: adapters.evidenceStore },
  { provide: Checkpoints, useValue: adapters.checkpoints },
  { provide: Lease, useValue: adapters.lease },
  { provide: Sealing, useValue: adapters.sealing },
  { provide: JobSealing, useValue: adapters.jobSealing },
  { provide: KeyVersions, useValue: adapters.keyVersions },
  { provide: KeyPairs, useValue: adapters.keyPairs },
  { provide: Clock, useValue: adapters.clock },
  { provide: Ids, useValue: adapters.ids },
  { provide: SeededIds, useValue: adapters.derivedIds },
  { provide: Random, useValue: adapters.random },
  { provide: Digest, useValue: adapters.digest },
  { provide: Foreground, useClass: Foreground },
  { provide: Shutdown, useClass: Shutdown },
  { provide: TokenIssuers, useValue: adapters.tokenIssuers },
  { provide: Webhooks, useValue: adapters.webhooks },
  { provide: Mail, useValue: adapters.mail },
  { provide: Sinks, useValue: adapters.sinks },
  { provide: Backups, useValue: adapters.backups },
  { provide: ProjectionOperations, useValue: projections },
  { provide: ReadThrough, useValue: new ModelsOrStreams(projections, PROJECTIONS, adapters.streamReader) },
  { provide: ReadModels, useExisting: ReadThrough },
  { provide: ReadSide, useValue: projections },
  { provide: Readiness, useValue: { report: ready } },
  { provide: ScimTokens, inject: [Random, Sealing], useFactory: scimTokens },
  { provide: MachineTokens, useValue: adapters.machineTokens },
  { provide: ErrorReporter, useValue: { report: errorLog(log) } },
  { provide: SealAlarm, useValue: sealAlarm(log, registry) },
  { provide: SinkWatch, useValue: sinkWatch(registry) },
  { provide: ON_POLICY_ERROR, useValue: policyErrorLog(log) },
  { provide: POLICY_PROGRESS, useValue: policyProgressLog(log) },
];
