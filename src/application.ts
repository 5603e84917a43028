import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SchedulerRegistry } from '@nestjs/schedule';
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
import type { Config } from './config/config';
import { degraded } from './lifecycle/degraded';
import { errorLog } from './lifecycle/error-log';
import { EvidenceService } from './evidence-service';
import { followingMetrics } from './metrics/following-metrics';
import { ApplicationMetrics } from './metrics/application-metrics';
import { createServer, type Server } from './http/server';
import type { Clock } from './kernel/clock';
import type { Context } from './kernel/context';
import { Foreground } from './kernel/foreground';
import { StreamUnreadable } from './kernel/stream-unreadable';
import { LogWatch } from './watches/log-watch';
import { logWatches, type LogWatches } from './watches/log-watches';
import { LostRevocations } from './watches/lost-revocations';
import { dropFormerModels } from './lifecycle/former-models';
import { PolicyRunner } from './policies/runner/policy-runner';
import { firstOwnerIn, ownersOf, tellRecovery, type Owner } from './lifecycle/owners';
import { portsOf } from './ports-of';
import { readiness } from './lifecycle/readiness';
import { RotationMetrics } from './metrics/rotation-metrics';
import { SinkRunner } from './services/sinks/sink-runner';
import { sinkMetrics } from './metrics/sink-metrics';
import { ScheduledBackups } from './scheduled-backups';
import { stopInOrder } from './lifecycle/stop-in-order';
import { openTracing } from './tracing/open-tracing';
import { tellKeyChanges } from './lifecycle/tell-key-changes';

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

/** A server must start on a damaged log too: who looks after it needs to see what is damaged. */
const unlessFrozen = async (log: Logger, work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof StreamUnreadable)) throw error;
    errorLog(log)('the account', error);
  }
};

export const openApplication = async (config: Config, options: ApplicationOptions): Promise<Application> => {
  const { log, registry, version } = options;
  const metrics = new ApplicationMetrics(registry, version);
  // What is found before the watch stands is found again by it, or by the next decision.
  const watching: { log?: LogWatches } = {};
  const tracing = config.tracing && (await openTracing({ ...config.tracing, version }, log));
  const chosen = await chooseAdapters(config, {
    onUnreadable: (error) => watching.log?.damage.report(error),
    onLoaded: (stream, revision, time) => watching.log?.ahead.judge({ stream, revision, time }),
    onBatch: (appends) => metrics.committed(appends),
    onIssuerKeys: (outcome) => metrics.issuerKeysAsked(outcome),
    onResealed: (done) => log.info({ done }, 'keys sealed anew under the root key'),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    onWarning: (warning) => log.warn(warning),
    onError: errorLog(log),
  });
  const adapters = tracing?.adapters(chosen) ?? chosen;
  const lost = new LostRevocations(adapters, () => server.app.get(CommandBus), log);
  const lease = adapters.buildLease;
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
      onError: (name, error) => log.error({ projection: name, err: error }, 'projection in trouble'),
    },
    sharing,
  );
  const headAtStart = await adapters.eventStore.head();
  const evidence = new EvidenceService(adapters, projections, {
    commands: () => server.app.get(CommandBus),
    foreground: () => server.app.get(Foreground),
    onStopped: (found) => log.fatal(found, 'the log is not the one that was signed: checkpoints are signed no more'),
    onNotCosigned: (found) => log.warn(found, 'a witness did not cosign a checkpoint'),
    onNotStamped: (found) => log.warn(found, 'a checkpoint was not stamped with the time'),
    onError: (error) => errorLog(log)('the evidence', error),
    registry,
  });
  const policiesAndFollowers = degraded(adapters.subscriptions, {
    parked: () => server.app.get(PolicyRunner).parked(),
  });
  const reasonsOf = async () => [...(await evidence.reasons()), ...(await policiesAndFollowers())];
  const ready = readiness(projections, adapters.eventStore, headAtStart, reasonsOf);
  const ports = portsOf(adapters, tracing?.models(projections) ?? projections, {
    ready,
    evidence: evidence.log,
    log,
    registry,
  });
  const server: Server = await createServer(AppModule.with(ports), {
    listen: config.listen,
    log,
    registry,
    version,
    ...(tracing === undefined ? {} : { onInstance: (instance) => tracing.requests(instance) }),
    ...(options.inspectAnswers === undefined ? {} : { inspectAnswers: options.inspectAnswers }),
  });
  const commands = server.app.get(CommandBus);
  const scheduler = server.app.get(SchedulerRegistry);
  tracing?.buses(commands, server.app.get(QueryBus));
  const atStart = (name: string): Context => ({
    actor: { kind: 'policy', name },
    correlationId: adapters.ids.next(),
    deadline: adapters.clock.now() + 30_000,
    ids: adapters.ids,
  });
  try {
    await unlessFrozen(log, commands.execute(new BindMaterialStore(atStart('bind-material-store'))));
    await unlessFrozen(log, tellKeyChanges(commands, atStart('record-key-changes'), log));
    const firstOwner = firstOwnerIn(config);
    if (firstOwner !== undefined) {
      await unlessFrozen(log, commands.execute(new EnsureFirstOwner(atStart('ensure-first-owner'), firstOwner)));
    }
  } catch (error) {
    await server.close();
    await adapters.close();
    throw error;
  }
  const logWatch = new LogWatch(adapters, commands, scheduler, (error) => errorLog(log)('the log', error));
  logWatch.start();
  await dropFormerModels(adapters.readStore, lease);
  await projections.start();
  metrics.watch(projections, adapters.clock, adapters.presence);
  const rotations = new RotationMetrics(registry, adapters.subscriptions, (error) =>
    errorLog(log)('the count of rotations', error),
  );
  await rotations.watch();
  await unlessFrozen(log, tellRecovery(adapters, log));
  const watches = logWatches(adapters, commands, {
    log,
    registry,
    scheduler,
    anew: config.stores.events === 'embedded',
  });
  watching.log = watches;
  await watches.start();
  const backups = new ScheduledBackups(registry, {
    commands,
    scheduler,
    clock: adapters.clock,
    ids: adapters.ids,
    onError: (error) => errorLog(log)('a scheduled backup', error),
  });
  backups.start(config.backups);
  const policies = server.app.get(PolicyRunner);
  followingMetrics(registry, { subscriptions: adapters.subscriptions, policies, clock: adapters.clock });
  await policies.start();
  evidence.start();
  const sinks = server.app.get(SinkRunner);
  sinkMetrics(registry, { reports: () => sinks.reports(), clock: adapters.clock });
  sinks.start();
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
          { what: 'the scheduled backups', withinMs: POLICIES_MS, stop: () => backups.stop() },
          ...watches.stops.map((step) => ({ ...step, withinMs: REST_MS })),
          { what: 'the outside sinks', withinMs: REST_MS, stop: () => sinks.stop() },
          { what: 'the evidence', withinMs: REST_MS, stop: () => evidence.stop() },
          { what: 'the count of rotations', withinMs: REST_MS, stop: () => rotations.stop() },
          { what: 'the edge', withinMs: REST_MS, stop: () => server.close() },
          { what: 'the watch for the log', withinMs: REST_MS, stop: () => logWatch.stop() },
          { what: 'projections', withinMs: REST_MS, stop: () => projections.stop() },
          ...(tracing === undefined ? [] : [{ what: 'traces', withinMs: REST_MS, stop: tracing.stop }]),
          { what: 'stores', withinMs: REST_MS, stop: () => adapters.close() },
        ],
        errorLog(log),
      ),
  };
};
