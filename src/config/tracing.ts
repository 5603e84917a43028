import type { Variables } from './variables';

/** Where traces are sent. The names are OpenTelemetry's own; its other variables are read by its own library. */
export interface TracingConfig {
  readonly endpoint: string;
  readonly serviceName: string;
}

/** Absent: nothing is traced. */
export const tracingConfig = (variables: Variables): TracingConfig | undefined => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = variables;
  return endpoint === undefined ? undefined : { endpoint, serviceName };
};
