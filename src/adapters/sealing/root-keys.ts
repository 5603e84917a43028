/** 32 bytes each. */
export interface RootKeys {
  readonly rootKey: Uint8Array;
  /** Opens and never seals: the former one, or the next. */
  readonly second?: Uint8Array;
}
