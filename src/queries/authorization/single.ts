/** One thing and its revision: the ETag. */
export interface Single<T> {
  readonly item: T;
  readonly revision: number;
}
