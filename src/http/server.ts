import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ListenConfig } from '../config/config';
import { Foreground } from '../kernel/foreground';
import { Ids } from '../kernel/ids';
import { ConsistentReads } from './consistency/consistent-reads';
import { ReadAfterWrite } from './consistency/read-after-write';
import { answerInspector } from './edge/answer-inspector';
import { readBodies } from './edge/body-parsers';
import { compressAnswers } from './edge/compress-answers';
import { allowOrigins } from './edge/cors';
import { Drain } from './edge/drain';
import { KeyledgerFastifyAdapter } from './edge/keyledger-fastify-adapter';
import { refuseOtherExpectations } from './edge/expectation';
import { fastifyOptions } from './edge/fastify-options';
import { clientAddress } from './edge/forwarded-for';
import { addHooks } from './edge/hooks';
import { closeIdleConnections } from './edge/idle-connections';
import { boundInFlight } from './edge/in-flight';
import { nothingThere } from './edge/nothing-there';
import { Routes, type Route } from './edge/routes';
import { addSecurityHeaders, securityHeaders } from './edge/security-headers';
import { SupportAnswers } from './edge/support-answers';
import { limitTime } from './edge/time-limit';
import { EdgeMetrics } from './observe/metrics';
import { nestLogger } from './observe/nest-logger';
import { observeRequests } from './observe/observe-requests';
import { observeUnhooked } from './observe/observe-unhooked';
import { observationRoutes } from './observe/own-routes';
import { docsRoutes } from './openapi/docs-routes';
import { openApiDocument } from './openapi/document';
import { TokenGuard } from './platform/guards/token.guard';
import { guardBeforeBodies } from './platform/guards/before-bodies';
import { endpointsDocument } from './platform/openapi/endpoints-document';
import { swaggerDocument } from './platform/openapi/swagger-document';
import { IdempotencyService } from './platform/repetition/idempotency.service';
import { edgeConfig } from './platform/edge-config';
import { ProblemFilter } from './problem/problem-filter';
import { DefectLog, sendProblem } from './problem/send-problem';
import { scimRoutes } from './scim/scim-routes';
import { ReadSide } from '../kernel/read-side';
import { Readiness } from '../kernel/readiness';
import { Clock } from '../kernel/clock';
import { ScimSignIn } from '../kernel/scim-sign-in';

/** Connections that may wait to be accepted: with Node's 511 a crowd of a thousand callers at once finds some of them reset. */
const BACKLOG = 4096;

export interface ServerOptions {
  readonly listen: ListenConfig;
  readonly log: Logger;
  readonly registry: Registry;
  /** Of this release, for the OpenAPI document. */
  readonly version: string;
  /** Every answer must be as its operation says, or is a defect. For tests: it costs. */
  readonly inspectAnswers?: boolean;
  /** Handed the bare server before anything stands on it: what it adds comes first for every request. */
  readonly onInstance?: (instance: FastifyInstance) => void;
}

export interface Server {
  readonly app: NestFastifyApplication;
  /** All that it answers. */
  readonly routes: readonly Route[];
  /** Starts to take requests; answers where, as `http://127.0.0.1:8080`. */
  listen(): Promise<string>;
  /** Turns readiness red, answers polls, and finishes the requests under way, at most for so long. */
  drain(ms: number): Promise<void>;
  /** Ends the modules, and whatever is still connected. */
  close(): Promise<void>;
}

@Module({})
class ServerModule {}

/** The modules, and the configuration for whoever injects a part of it: nothing is read from the environment here. */
const configured = (rootModule: object, listen: ListenConfig, log: Logger): DynamicModule => ({
  module: ServerModule,
  global: true,
  providers: [{ provide: DefectLog, useValue: log }],
  exports: [DefectLog],
  imports: [
    ConfigModule.forRoot({
      isGlobal: true,
      ignoreEnvFile: true,
      ignoreEnvVars: true,
      skipProcessEnv: true,
      load: [edgeConfig(listen)],
    }),
    rootModule as never,
  ],
});

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** The HTTP edge around a module tree that offers every port to everybody, and the controllers. Initialised, not yet listening. */
export const createServer = async (rootModule: object, options: ServerOptions): Promise<Server> => {
  const { listen, log, registry, version } = options;
  const overTls = listen.tls !== undefined || listen.behindTlsProxy;
  const headers = securityHeaders(overTls);
  const addresses = clientAddress(listen.trustedProxies);
  const metrics = new EdgeMetrics(registry);
  // The modules are made with the adapter; no request comes before they are there.
  const unhooked = { ids: (): string => ids.next(), headers, tell: observeUnhooked(log, metrics, addresses) };
  const adapter = new KeyledgerFastifyAdapter(fastifyOptions(listen, log, unhooked));
  const app = await NestFactory.create<NestFastifyApplication>(configured(rootModule, listen, log) as never, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(log),
  });
  const ids = app.get<Ids>(Ids);
  const instance = adapter.getInstance();
  const routes = new Routes();
  const drain = app.get(Drain);
  const memory = app.get(IdempotencyService);
  const described = once(() => swaggerDocument(app, version));
  const document = once(() => openApiDocument(described(), routes.all));
  const agentDocument = once(() => endpointsDocument(described(), routes.all, ''));

  const support = app.get(SupportAnswers);
  adapter.conduct = {
    problem: (error, request, reply) => sendProblem(error, request, reply, log),
    nothingThere: (request, reply) => sendProblem(nothingThere(routes, request, reply), request, reply, log),
    require: (request) => support.require(request),
    watched: (request, body) => support.watched(request, body),
    finished: (request, receipt) => memory.end(request, receipt),
    ...(options.inspectAnswers === true ? { inspect: answerInspector(routes.all, [document, agentDocument]) } : {}),
  };
  app.useGlobalFilters(
    new ProblemFilter(async (error, request, reply) => {
      await memory.end(request);
      sendProblem(await support.told(request, error), request, reply, log);
    }),
  );
  app.setGlobalPrefix('api/v1', { exclude: ['agent/v1/*path'] });

  instance.addHook('onRoute', routes.add);
  readBodies(instance);
  instance.decorate('clientAddress', addresses);
  refuseOtherExpectations(instance.server, unhooked);
  options.onInstance?.(instance);
  drain.watch(instance);
  closeIdleConnections(instance);
  observeRequests(instance, log, metrics);
  const foreground = app.get<Foreground>(Foreground);
  boundInFlight(instance, foreground);
  await addSecurityHeaders(instance, overTls);
  limitTime(instance, listen.requestTimeoutMs, adapter.conduct.problem);
  allowOrigins(app, listen.corsOrigins);
  addHooks(instance, () => drain.begun);
  guardBeforeBodies(instance, app.get(TokenGuard));
  await compressAnswers(instance);
  await app.init();
  // After Nest has set what answers errors: Fastify hands a route what was set before it.
  observationRoutes(instance, { registry, readiness: app.get(Readiness) });
  await docsRoutes(instance, document);
  await scimRoutes(
    instance,
    once(() => ({
      commands: app.get(CommandBus),
      queries: app.get(QueryBus),
      consistency: app.get(ReadAfterWrite),
      reads: app.get(ConsistentReads),
      readSide: app.get(ReadSide),
      signIn: app.get(ScimSignIn),
      foreground,
      clock: app.get(Clock),
      ids,
      timeoutMs: listen.requestTimeoutMs,
      secure: overTls,
    })),
  );
  await instance.ready();

  return {
    app,
    routes: routes.all,
    // Not Nest's own listen: it logs a port in use before the caller can say what to do.
    listen: () => instance.listen({ port: listen.port, host: listen.host, backlog: BACKLOG }),
    drain: (ms) => drain.empty(ms),
    close: async () => {
      drain.close(instance.server);
      await app.close();
    },
  };
};
