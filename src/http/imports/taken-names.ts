import { runningDigest } from '../../../wire/running-digest';

/** Kept of a value instead of it, while the import runs: 48 bits of its SHA-256. */
const HEX_DIGITS = 12;

const digestOf = (value: string): number => {
  const digest = runningDigest();
  digest.add(Buffer.from(value));
  return Number.parseInt(digest.end().slice(0, HEX_DIGITS), 16);
};

/** `differs`: an earlier line of the file has the same name with another value, which is the one that counts. */
export interface NameClaim {
  readonly became: 'made' | 'exists';
  readonly differs: boolean;
}

/** The names of one kind in one vault: what was there when the import began, and what its lines have made since. */
export class TakenNames {
  private readonly making = new Map<string, Promise<unknown>>();
  private readonly said = new Map<string, number>();

  constructor(private readonly taken: Set<string>) {}

  /**
   * Makes what has the name, unless it is there: `there` is asked then. While another line makes it this one waits: only where that
   * one is not refused is it there.
   */
  async once(
    name: string,
    make: () => Promise<'made' | 'exists'>,
    there: () => Promise<void>,
    value = '',
  ): Promise<NameClaim> {
    for (let other = this.making.get(name); other !== undefined; other = this.making.get(name)) {
      await other.catch(() => undefined);
    }
    if (this.taken.has(name)) {
      await there();
      return { became: 'exists', differs: this.isOtherThanSaid(name, value) };
    }
    const making = make();
    this.making.set(name, making);
    try {
      const became = await making;
      this.taken.add(name);
      return { became, differs: this.isOtherThanSaid(name, value) };
    } finally {
      this.making.delete(name);
    }
  }

  private isOtherThanSaid(name: string, value: string): boolean {
    const digest = digestOf(value);
    const before = this.said.get(name);
    if (before === undefined) this.said.set(name, digest);
    return before !== undefined && before !== digest;
  }
}
