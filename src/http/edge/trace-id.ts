/** W3C Trace Context § 3.2: version, trace id, parent id, flags; later versions may add to it. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/** The trace a request belongs to; undefined when it says none, or not rightly. */
export const traceIdOf = (traceparent: string | readonly string[] | undefined): string | undefined => {
  const [, version, traceId, more] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  return version === '00' && more !== undefined ? undefined : traceId;
};
