import type { ReportParameters } from './report';

/** Whether something that began then, there, is asked for: what is not needs no memory. */
export const wants =
  ({ from, to, organizationId: only }: ReportParameters) =>
  (organizationId: string | undefined, at: string): boolean =>
    (only === undefined || organizationId === only) &&
    (from === undefined || at >= from) &&
    (to === undefined || at < to);
