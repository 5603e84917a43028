import type * as otel from '@opentelemetry/api';
import { RefusedError } from '../kernel/refused-error';

/** Names an error; its message may hold what it failed on, and stays here. */
const typeOf = (error: unknown): string => {
  if (error instanceof RefusedError) return error.refusal.code;
  return error instanceof Error ? error.name : typeof error;
};

/** Work as spans of a trace: names, numbers and codes, never what somebody said or what was kept. */
export class Spans {
  constructor(
    readonly api: typeof otel,
    private readonly tracer: otel.Tracer,
  ) {}

  /** Whether what runs now is part of a trace. */
  get isUnderWay(): boolean {
    return this.api.trace.getActiveSpan() !== undefined;
  }

  /** Does the work as a span of its own; it ends with the work, or with the promise that this answers. */
  run<T>(name: string, attributes: otel.Attributes, work: () => T): T {
    return this.tracer.startActiveSpan(name, { attributes }, (span) => {
      try {
        const result = work();
        if (!(result instanceof Promise)) {
          span.end();
          return result;
        }
        return result.then(
          (value: unknown) => {
            span.end();
            return value;
          },
          (error: unknown) => {
            this.fail(span, error);
            throw error;
          },
        ) as T;
      } catch (error) {
        this.fail(span, error);
        throw error;
      }
    });
  }

  /** A span that the caller ends. `headers` may say whose trace it belongs to. */
  begin(name: string, attributes: otel.Attributes, headers: object): otel.Span {
    const { propagation, ROOT_CONTEXT, SpanKind } = this.api;
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    return this.tracer.startSpan(name, { attributes, kind: SpanKind.SERVER }, parent);
  }

  private fail(span: otel.Span, error: unknown): void {
    // A refusal is an answer as good as any; whatever else was thrown is an error.
    if (!(error instanceof RefusedError)) span.setStatus({ code: this.api.SpanStatusCode.ERROR });
    span.setAttribute('error.type', typeOf(error));
    span.end();
  }
}
