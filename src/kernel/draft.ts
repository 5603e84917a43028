/** Records and lists that nobody has seen. The set is made when there is one: each look at a state begins a draft, and most stay empty. */
interface Unseen {
  set?: WeakSet<object>;
}

/** That of the fold under way; undefined while none is. */
let unseen: Unseen | undefined;

/**
 * A state that grows by many facts before anybody sees it. What a step copies the first time is changed in place by the steps
 * that follow, so that folding a long stream stays linear: copied for each fact, a record of ten thousand grants is read a hundred
 * million times. A step reads what it needs of a record before it changes it. Once the state was handed out, a new draft goes on from it.
 */
export class Draft {
  private readonly own: Unseen = {};

  /** Whatever `step` changes by the functions beside this class is changed in place where this draft made it. */
  run<T>(step: () => T): T {
    const before = unseen;
    unseen = this.own;
    try {
      return step();
    } finally {
      unseen = before;
    }
  }
}

/** One to write into: the same where the draft made it, else a copy. What copies share and write into must be asked for too. */
export const writable = <T extends object>(found: T, copy: (found: T) => T): T => {
  if (unseen?.set?.has(found) === true) return found;
  const made = copy(found);
  if (unseen !== undefined) (unseen.set ??= new WeakSet()).add(made);
  return made;
};

type Entries<K extends PropertyKey, V> = Readonly<Record<K, V>>;

const copyOf = <R extends object>(record: R): R => ({ ...record });

/** The record with one more entry, or with another value in the place of one it has. */
export const withEntry = <K extends PropertyKey, V>(record: Entries<K, V>, name: K, value: V): Entries<K, V> => {
  const changed = writable(record, copyOf);
  // Assigned, this one would be no entry; defining costs several times as much.
  if (name === '__proto__') {
    return Object.defineProperty(changed, name, { value, enumerable: true, configurable: true, writable: true });
  }
  Reflect.set(changed, name, value);
  return changed;
};

/** The record without an entry. */
export const withoutEntry = <K extends PropertyKey, V>(record: Entries<K, V>, name: K): Entries<K, V> => {
  if (!Object.hasOwn(record, name)) return record;
  const changed = writable(record, copyOf);
  Reflect.deleteProperty(changed, name);
  return changed;
};

const copyOfList = <T>(list: readonly T[]): readonly T[] => [...list];

/** The list with one more item at its end. */
export const withItem = <T>(list: readonly T[], item: T): readonly T[] => {
  const changed = writable(list, copyOfList);
  (changed as T[]).push(item);
  return changed;
};

/** The list with more items at its beginning. */
export const withItemsFirst = <T>(list: readonly T[], items: readonly T[]): readonly T[] => {
  if (items.length === 0) return list;
  const changed = writable(list, copyOfList);
  (changed as T[]).unshift(...items);
  return changed;
};

/**
 * The list with another item in the place of the one that is meant; of several, of the last: most facts are about what came
 * lately.
 */
export const withItemChanged = <T>(
  list: readonly T[],
  isMeant: (item: T) => boolean,
  change: (item: T) => T,
): readonly T[] => {
  const place = list.findLastIndex(isMeant);
  const item = list[place];
  return item === undefined ? list : withItemAt(list, place, change(item));
};

/** The list with another item at a place it has. */
export const withItemAt = <T>(list: readonly T[], place: number, item: T): readonly T[] => {
  const changed = writable(list, copyOfList);
  (changed as T[])[place] = item;
  return changed;
};

/** The list without the item that is meant; of several, without the last. */
export const withoutItem = <T>(list: readonly T[], isMeant: (item: T) => boolean): readonly T[] => {
  const place = list.findLastIndex(isMeant);
  if (place === -1) return list;
  const changed = writable(list, copyOfList);
  (changed as T[]).splice(place, 1);
  return changed;
};
