/** A page by offset, as SCIM counts: from 1. */
export interface ScimPageRequest {
  readonly startIndex: number;
  readonly count: number;
}

export interface ScimPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}
