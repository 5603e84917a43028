import type { Logger } from 'pino';
import { Spans } from './spans';
import { Tracing } from './tracing';

/** A receiver that is away fails every few seconds: told so often it would be all of the log. */
const TELL_EVERY_MS = 60_000;

interface Where {
  /** As `OTEL_EXPORTER_OTLP_ENDPOINT` names it, without a path of its own. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly version: string;
}

/** Sends traces by OTLP over HTTP. OpenTelemetry is loaded here and nowhere else: who wants no traces has none of it. */
export const openTracing = async ({ endpoint, serviceName, version }: Where, log: Logger): Promise<Tracing> => {
  const [api, sdk, { OTLPTraceExporter }, { defaultResource, detectResources, envDetector, resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  let told = 0;
  const tell = (): void => {
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    log.warn({ endpoint }, 'traces can not be sent');
  };
  const silent = (): void => undefined;
  api.diag.setLogger(
    { error: tell, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: api.DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.version': version })),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  provider.register();
  return new Tracing(new Spans(api, provider.getTracer('keyledger', version)), async () => {
    // What could not be sent any more is no reason to end otherwise than well.
    await provider.shutdown().catch(tell);
    api.trace.disable();
    api.context.disable();
    api.propagation.disable();
    api.diag.disable();
  });
};
