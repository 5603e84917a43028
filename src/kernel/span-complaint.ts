/** What is wrong with a span of time; undefined: nothing. One that ends before it begins would be answered as if there were nothing. RFC 3339, UTC. */
export const spanComplaint = ({
  from,
  to,
}: {
  readonly from?: string;
  readonly to?: string;
}): { readonly field: 'from'; readonly message: string } | undefined =>
  from !== undefined && to !== undefined && from > to
    ? { field: 'from', message: 'is later than to: nothing lies between them' }
    : undefined;
