/** A damage as it is listed where no server runs. */
export interface OfflineDamage {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Absent for what is lost. */
  readonly type?: string;
  readonly fault: string;
  /** It can be read, and nothing proves that it is ours. */
  readonly unauthentic?: true;
  readonly settledBy?: string;
}

/** The damage of a log that no server works on, for whoever holds the root key. */
export interface OfflineDamages {
  /** Everything there is, recorded before or not: the log is read from end to end. */
  list(): Promise<readonly OfflineDamage[]>;
  /** Undefined when there is no such damage; one that is settled stays as it is. */
  settle(id: string, reason: string): Promise<OfflineDamage | undefined>;
  close(): Promise<void>;
}
