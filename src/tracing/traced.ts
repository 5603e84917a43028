import type { Spans } from './spans';

/**
 * What stands behind a port, with a span for each call that is part of a trace. A span says which port and which method;
 * what was handed over and what was answered never leaves. What the methods in `makes` answer is wrapped in its turn.
 */
export const traced = <T extends object>(spans: Spans, port: string, target: T, makes: readonly string[] = []): T =>
  new Proxy(target, {
    get: (object, key) => {
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value !== 'function' || typeof key === 'symbol') return value;
      // With the object itself as `this`: a proxy has no private fields.
      const call = (...given: readonly unknown[]): unknown => Reflect.apply(value, object, given);
      if (makes.includes(key)) return (...given: readonly unknown[]) => traced(spans, port, call(...given) as object);
      return (...given: readonly unknown[]): unknown =>
        spans.isUnderWay ? spans.run(`${port}.${key}`, {}, () => call(...given)) : call(...given);
    },
  });
