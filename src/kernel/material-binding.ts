/** Which store of sealed values was opened: a log and its values belong together. */
export interface MaterialBinding {
  /** Tells it from every other one; a copy of it has the same. */
  readonly id: string;
  /** It was bound to no log yet. */
  readonly isNew: boolean;
  /** From now on it goes with the log it was opened beside, and is refused beside any other. */
  bind(): Promise<void>;
}
