import { SinkRefused } from '../../kernel/sinks';

/** An error of the system as what a sink throws: its code alone, as messages hold paths and addresses. */
export const refusedAs = (error: unknown): SinkRefused => {
  if (error instanceof SinkRefused) return error;
  const { code } = error as { readonly code?: unknown };
  return new SinkRefused(typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'FAILED');
};
