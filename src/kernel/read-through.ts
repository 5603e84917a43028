/**
 * Read-through: what a read model does not hold yet is told by the log, so that one thing can be read while the models are
 * being filled.
 */
export abstract class ReadThrough {
  /**
   * Whatever is asked meanwhile finds single things as their streams make them now; lists are read as the models stand,
   * each of which `onModel` is told of. Errors: those of the question, `StoreUnavailable`, `StreamUnreadable`.
   */
  abstract asking<T>(question: () => Promise<T>, onModel?: () => void): Promise<T>;
}
