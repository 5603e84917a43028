import { spanComplaint } from '../../kernel/span-complaint';
import { invalid } from '../platform/validation/invalid';

/** Refuses a span of time that ends before it begins. RFC 3339, UTC. */
export const checkSpan = (span: { readonly from?: string; readonly to?: string }): void => {
  const complaint = spanComplaint(span);
  if (complaint !== undefined) throw invalid(complaint);
};
