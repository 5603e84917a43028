import { entryOf } from './entry-of';

/** What is known of the account on a host: the version proved there last, and what may be in force there instead. */
export interface KnownOnHost {
  readonly proven?: number;
  readonly mayHold: readonly number[];
}

/** What is known of an identity's values, as far as it says which are in force. */
export interface KnownValues {
  /** The version served; 0: none yet. */
  readonly current: number;
  readonly hostIds: readonly string[];
  /** By host id; a host nobody knows anything of is not in it. */
  readonly hosts: Readonly<Record<string, KnownOnHost>>;
  /** The versions whose value a restored one has. */
  readonly origins: Readonly<Record<number, number>>;
}

const isInForceOn = ({ current, hosts }: KnownValues, hostId: string, version: number): boolean => {
  const { proven, mayHold } = entryOf(hosts, hostId) ?? { mayHold: [] };
  return proven === version || mayHold.includes(version) || (proven === undefined && version === current);
};

/** A version that may let in somewhere, and on which of the hosts. */
export interface InForce {
  readonly version: number;
  readonly hosts: readonly { readonly hostId: string; readonly inForce: boolean }[];
}

/**
 * The versions that let in somewhere, as far as anybody knows: the one served, those proved on a host and those that may have been
 * set there since. Of a host of which nothing is known, the one served is taken to be in force. Oldest first.
 */
export const versionsInForce = (known: KnownValues): readonly InForce[] => {
  const onHosts = known.hostIds.flatMap((hostId) => {
    const { proven, mayHold } = entryOf(known.hosts, hostId) ?? { mayHold: [] };
    return proven === undefined ? mayHold : [proven, ...mayHold];
  });
  return [...new Set([known.current, ...onHosts])]
    .filter((version) => version > 0)
    .toSorted((a, b) => a - b)
    .map((version) => ({
      version,
      hosts: known.hostIds.map((hostId) => ({ hostId, inForce: isInForceOn(known, hostId, version) })),
    }));
};

/** The version whose value it has: a restored one is what it was. */
const valueOf = ({ origins }: KnownValues, version: number): number => origins[version] ?? version;

/** Whether two versions are the same value. */
export const isSameValue = (known: KnownValues, a: number, b: number): boolean =>
  valueOf(known, a) === valueOf(known, b);

/** Does somebody who was shown these versions know a value that is in force? */
export const knowsInForce = (known: KnownValues, shown: readonly number[]): boolean =>
  versionsInForce(known).some(({ version }) => shown.some((each) => isSameValue(known, each, version)));
