/**
 * What a record holds under a name that somebody may have chosen. Indexing a plain object finds what every object inherits
 * too: `constructor`, `toString`, `__proto__`.
 */
export const entryOf = <V>(record: Readonly<Record<string, V>> | undefined, name: string | undefined): V | undefined =>
  record !== undefined && name !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
