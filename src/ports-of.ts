import type { Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Projections } from '../projections/engine/projections';
import type { Adapters } from './adapters/adapters';
import { SignInUser } from './commands/users/sign-in-user';
import { TokenSignIn } from './commands/users/token-sign-in';
import type { Evidence } from './kernel/evidence';
import { PORTS } from './kernel/ports';
import type { ReadinessReport } from './kernel/readiness';
import { ON_POLICY_ERROR } from './policies/runner/on-policy-error';
import { POLICY_PROGRESS } from './policies/runner/policy-progress';
import { policyProgressIn, policyTroubleIn } from './policy-log';
import { sealAlarm } from './seal-metrics';
import { troubleIn } from './trouble-in';

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
  { provide: PORTS.eventStore, useValue: adapters.eventStore },
  { provide: PORTS.streamReader, useValue: adapters.streamReader },
  { provide: PORTS.subscriptions, useValue: adapters.subscriptions },
  { provide: PORTS.materialStore, useValue: adapters.materialStore },
  { provide: PORTS.materialBinding, useValue: adapters.materialBinding },
  { provide: PORTS.idempotency, useValue: adapters.idempotency },
  { provide: PORTS.presence, useValue: adapters.presence },
  { provide: PORTS.joinTokens, useValue: adapters.joinTokens },
  { provide: PORTS.serverProof, useValue: adapters.serverProof },
  { provide: PORTS.evidence, useValue: evidence },
  { provide: PORTS.evidenceKey, useValue: adapters.evidenceKey },
  { provide: PORTS.evidenceStore, useValue: adapters.evidenceStore },
  { provide: PORTS.checkpoints, useValue: adapters.checkpoints },
  { provide: PORTS.lease, useValue: adapters.lease },
  { provide: PORTS.sealing, useValue: adapters.sealing },
  { provide: PORTS.jobSealing, useValue: adapters.jobSealing },
  { provide: PORTS.keyVersions, useValue: adapters.keyVersions },
  { provide: PORTS.keyPairs, useValue: adapters.keyPairs },
  { provide: PORTS.clock, useValue: adapters.clock },
  { provide: PORTS.ids, useValue: adapters.ids },
  { provide: PORTS.seededIds, useValue: adapters.derivedIds },
  { provide: PORTS.random, useValue: adapters.random },
  { provide: PORTS.digest, useValue: adapters.digest },
  { provide: PORTS.tokenIssuers, useValue: adapters.tokenIssuers },
  { provide: PORTS.webhooks, useValue: adapters.webhooks },
  { provide: PORTS.mail, useValue: adapters.mail },
  { provide: PORTS.backups, useValue: adapters.backups },
  { provide: PORTS.projectionOperations, useValue: projections },
  { provide: PORTS.readModels, useValue: projections },
  { provide: PORTS.readSide, useValue: projections },
  { provide: PORTS.readiness, useValue: { report: ready } },
  { provide: PORTS.signIn, useExisting: SignInUser },
  { provide: PORTS.machineSignIn, useExisting: TokenSignIn },
  { provide: PORTS.machineTokens, useValue: adapters.machineTokens },
  { provide: PORTS.trouble, useValue: troubleIn(log) },
  { provide: PORTS.sealAlarm, useValue: sealAlarm(log, registry) },
  { provide: ON_POLICY_ERROR, useValue: policyTroubleIn(log) },
  { provide: POLICY_PROGRESS, useValue: policyProgressIn(log) },
];
