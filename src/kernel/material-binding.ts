/** Which store of sealed values was opened: a log and its values belong together. */
export abstract class MaterialBinding {
  /** Tells it from every other one; a copy of it has the same. */
  abstract readonly id: string;
  /** It was bound to no log yet. */
  abstract readonly isNew: boolean;
  /** From now on it goes with the log it was opened beside, and is refused beside any other. */
  abstract bind(): Promise<void>;
}
