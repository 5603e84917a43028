import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formsOf } from './forms-of';

/** Knows every secret of a run and finds it again wherever it lies. */
export class LeakScanner {
  private readonly secrets = new Map<string, ReadonlyMap<string, Buffer>>();

  /** `name` tells the secret in a finding, so that the finding is no leak. */
  add(name: string, secret: string): string {
    this.secrets.set(name, formsOf(secret));
    return secret;
  }

  /** One that is 32 random bytes: its hash gives nothing away. */
  addRandom(name: string, secret: string): void {
    this.secrets.set(name, formsOf(secret, false));
  }

  /** What lies in these bytes, as `secret in form at place`. */
  findIn(place: string, content: string | Buffer): readonly string[] {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    return [...this.secrets].flatMap(([name, forms]) =>
      [...forms].flatMap(([form, pattern]) => (bytes.includes(pattern) ? [`${name} in ${form} at ${place}`] : [])),
    );
  }

  /** Every byte of every file below a folder. */
  findUnder(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        return this.findIn(path, readFileSync(path));
      });
  }
}
