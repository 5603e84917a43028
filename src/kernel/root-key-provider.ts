/** The root key can't be had: its provider is away, or refuses. Its message is the one line the start ends with. */
export class RootKeyUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RootKeyUnavailable';
  }
}

/** Where the root key comes from. It is asked once, at start; the key stays in memory and is written nowhere. */
export interface RootKeyProvider {
  /**
   * The 32 bytes that everything is sealed under. With `make`, one is made where there is none yet and nothing lies under one.
   * Errors: {@link RootKeyUnavailable}, `BadConfiguration`.
   */
  rootKey(options: { readonly make: boolean }): Promise<Uint8Array>;
}
