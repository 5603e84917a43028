import { BadConfiguration } from './bad-configuration';
import { valueOf, type Environment } from './environment';

/** Where traces are sent. The names are OpenTelemetry's own; its other variables are read by its own library. */
export interface TracingConfig {
  readonly endpoint: string;
  readonly serviceName: string;
}

/** Absent: nothing is traced. */
export const tracingConfig = (env: Environment): TracingConfig | undefined => {
  const endpoint = valueOf(env, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (endpoint === undefined) return undefined;
  const isGood = URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol);
  // It may hold a password: it is not shown.
  if (!isGood) {
    throw new BadConfiguration(
      'OTEL_EXPORTER_OTLP_ENDPOINT is no such address; give http(s)://host:4318 of an OTLP receiver over HTTP, or unset it.',
    );
  }
  return { endpoint, serviceName: valueOf(env, 'OTEL_SERVICE_NAME') ?? 'keyledger' };
};
