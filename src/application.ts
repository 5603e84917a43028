import type { Provider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { PROJECTIONS } from '../projections/catalog';
import { Projections } from '../projections/engine/projections';
import { SHARED_BY_DEFAULT } from '../projections/engine/shared-projection';
import type { Adapters } from './adapters/adapters';
import { chooseAdapters } from './adapters/choose';
import { AppModule } from './app.module';
import { BindMaterialStore } from './commands/material/bind-material-store';
import { EnsureFirstOwner } from './commands/users/ensure-first-owner';
import { TokenSignIn } from './commands/users/token-sign-in';
import { SignInUser } from './commands/users/sign-in-user';
import type { Config } from './config/config';
import { degraded } from './degraded';
import { followingMetrics } from './following-metrics';
import { sealAlarm } from './seal-metrics';
import { ApplicationMetrics } from './application-metrics';
import { createServer, type Server } from './http/server';
import type { Clock } from './kernel/clock';
import type { Context } from './kernel/context';
import { PORTS } from './kernel/ports';
import { StreamUnreadable } from './kernel/stream-unreadable';
import type { ReadinessReport } from './kernel/readiness';
import { LogWatch } from './log-watch';
import { logWatches, type LogWatches } from './log-watches';
import { LostRevocations } from './lost-revocations';
import { POLICY_PROGRESS, type PolicyProgress } from './policies/runner/policy-progress';
import { PolicyRunner } from './policies/runner/policy-runner';
import { ON_POLICY_ERROR, type OnPolicyError } from './policies/runner/on-policy-error';
import { firstOwnerIn, ownersOf, tellRecovery, type Owner } from './owners';
import { readiness } from './readiness';
import { RotationMetrics } from './rotation-metrics';
import { stopInOrder } from './stop-in-order';

/** Requests under way may finish. */
const DRAIN_MS = 9_000;
/** What a policy has begun it brings to its end, a rotation of many values with it. */
const POLICIES_MS = 20_000;
const REST_MS = 5_000;

export interface ApplicationOptions {
  readonly log: Logger;
  readonly registry: Registry;
  readonly version: string;
  /** For tests that tell the time themselves. */
  readonly clock?: Clock;
  /** Every answer must be as its operation says. For tests. */
  readonly inspectAnswers?: boolean;
}

/** The whole server: stores, read side, edge. Opened but not listening; closed in the order that loses nothing. */
export interface Application {
  readonly adapters: Adapters;
  readonly projections: Projections;
  readonly policies: PolicyRunner;
  readonly server: Server;
  /** The owners that are not switched off, as they are now. */
  owners(): Promise<readonly Owner[]>;
  close(): Promise<void>;
}

const troubleIn = (log: Logger) => (what: string, error: unknown) => log.error({ err: error }, `trouble with ${what}`);

const policyTroubleIn =
  (log: Logger): OnPolicyError =>
  (policy, on, error) =>
    log.error({ policy, on, err: error }, 'policy in trouble');

const policyProgressIn =
  (log: Logger): PolicyProgress =>
  (policy, on, percent) =>
    log.info({ policy, on, percent }, 'policy at work');

const portsOf = (
  adapters: Adapters,
  projections: Projections,
  ready: () => Promise<ReadinessReport>,
  log: Logger,
  registry: Registry,
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
  { provide: PORTS.checkpoints, useValue: adapters.checkpoints },
  { provide: PORTS.lease, useValue: adapters.lease },
  { provide: PORTS.sealing, useValue: adapters.sealing },
  { provide: PORTS.jobSealing, useValue: adapters.jobSealing },
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

/** A server must start on a damaged log too: who looks after it needs to see what is damaged. */
const unlessFrozen = async (log: Logger, work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof StreamUnreadable)) throw error;
    troubleIn(log)('the account', error);
  }
};

export const openApplication = async (config: Config, options: ApplicationOptions): Promise<Application> => {
  const { log, registry, version } = options;
  const metrics = new ApplicationMetrics(registry);
  // What is found before the watch stands is found again by it, or by the next decision.
  const watching: { log?: LogWatches } = {};
  const adapters = await chooseAdapters(config, {
    onUnreadable: (error) => watching.log?.damage.report(error),
    onLoaded: (stream, revision, time) => watching.log?.ahead.judge({ stream, revision, time }),
    onBatch: (appends) => metrics.committed(appends),
    onIssuerKeys: (outcome) => metrics.issuerKeysAsked(outcome),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    onTrouble: troubleIn(log),
  });
  const lost = new LostRevocations(adapters, () => server.app.get(CommandBus), log);
  const lease = adapters.fillingLease;
  const sharing = lease && { ...SHARED_BY_DEFAULT, lease, fills: config.fillsReadModels };
  const projections = new Projections(
    PROJECTIONS,
    adapters.subscriptions,
    adapters.readStore,
    adapters.clock,
    {
      onStopped: (name, error) => log.error({ projection: name, err: error }, 'projection stopped'),
      onProgress: (name, progress) => log.info({ projection: name, ...progress }, 'projection rebuilding'),
      onWentBack: (name, wentBack, table) => lost.onWentBack(name, wentBack, table),
      onTrouble: (name, error) => log.error({ projection: name, err: error }, 'projection in trouble'),
    },
    sharing,
  );
  const headAtStart = await adapters.eventStore.head();
  const reasonsOf = degraded(adapters.subscriptions, {
    has: (name) => server.app.get(PolicyRunner).has(name),
    reports: () => server.app.get(PolicyRunner).reports(),
  });
  const ready = readiness(projections, adapters.eventStore, headAtStart, reasonsOf);
  const ports = portsOf(adapters, projections, ready, log, registry);
  const server: Server = await createServer(AppModule.with(ports), {
    listen: config.listen,
    log,
    registry,
    version,
    ...(options.inspectAnswers === undefined ? {} : { inspectAnswers: options.inspectAnswers }),
  });
  const commands = server.app.get(CommandBus);
  const atStart = (name: string): Context => ({
    actor: { kind: 'policy', name },
    correlationId: adapters.ids.next(),
    deadline: adapters.clock.now() + 30_000,
    ids: adapters.ids,
  });
  try {
    await unlessFrozen(log, commands.execute(new BindMaterialStore(atStart('bind-material-store'))));
    const firstOwner = firstOwnerIn(config);
    if (firstOwner !== undefined) {
      await unlessFrozen(log, commands.execute(new EnsureFirstOwner(atStart('ensure-first-owner'), firstOwner)));
    }
  } catch (error) {
    await server.close();
    await adapters.close();
    throw error;
  }
  const logWatch = new LogWatch(adapters, commands, (error) => troubleIn(log)('the log', error));
  logWatch.start();
  await projections.start();
  metrics.watch(projections, adapters.clock, adapters.presence);
  const rotations = new RotationMetrics(registry, adapters.subscriptions, (error) =>
    troubleIn(log)('the count of rotations', error),
  );
  await rotations.watch();
  await unlessFrozen(log, tellRecovery(adapters, log));
  const watches = logWatches(adapters, commands, { log, registry, anew: config.stores.events === 'embedded' });
  watching.log = watches;
  await watches.start();
  const policies = server.app.get(PolicyRunner);
  followingMetrics(registry, { subscriptions: adapters.subscriptions, policies, clock: adapters.clock });
  await policies.start();
  return {
    adapters,
    projections,
    policies,
    server,
    owners: () => ownersOf(adapters.streamReader),
    close: () =>
      stopInOrder(
        [
          { what: 'requests', withinMs: DRAIN_MS + 1000, stop: () => server.drain(DRAIN_MS) },
          { what: 'policies', withinMs: POLICIES_MS, stop: () => policies.stop() },
          ...watches.stops.map((step) => ({ ...step, withinMs: REST_MS })),
          { what: 'the count of rotations', withinMs: REST_MS, stop: () => rotations.stop() },
          { what: 'the edge', withinMs: REST_MS, stop: () => server.close() },
          { what: 'the watch for the log', withinMs: REST_MS, stop: () => logWatch.stop() },
          { what: 'projections', withinMs: REST_MS, stop: () => projections.stop() },
          { what: 'stores', withinMs: REST_MS, stop: () => adapters.close() },
        ],
        troubleIn(log),
      ),
  };
};
