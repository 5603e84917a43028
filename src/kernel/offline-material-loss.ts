/** What became of the identities of a log whose sealed values were lost. */
export interface MaterialLoss {
  readonly lostMaterialStoreId: string;
  /** Where values lie from now on. */
  readonly materialStoreId: string;
  /** Identities that are without a value now. */
  readonly identities: number;
  /** Streams that could not be marked, since their store takes nothing for them any more. */
  readonly unmarked: readonly string[];
}

/** Goes on with an empty store of sealed values after the one before was lost, while no server works on the log. */
export interface OfflineMaterialLoss {
  /**
   * Records the loss, marks every identity as without a value, and has the log and the new store name each other. Goes on where
   * it was ended half-way. Throws where nothing is lost, and where the store that was opened is not an empty one.
   */
  record(reason: string): Promise<MaterialLoss>;
  close(): Promise<void>;
}
