import { invalid } from '../platform/validation/invalid';

/** Refuses a span of time that ends before it begins: answered with nothing it would look as if there were nothing. RFC 3339, UTC. */
export const checkSpan = ({ from, to }: { readonly from?: string; readonly to?: string }): void => {
  if (from !== undefined && to !== undefined && from > to) {
    throw invalid({ field: 'from', message: 'is later than to: nothing lies between them' });
  }
};
