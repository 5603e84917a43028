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

  /**
   * Every byte of every file below a folder. A server at work in it moves files, as it puts a new one in the place of an old one:
   * where one is gone before it was read, all of them are looked at once more, so that its bytes are found where they are now.
   */
  findUnder(folder: string): readonly string[] {
    const found = new Set<string>();
    for (let isWhole = false; !isWhole;) {
      isWhole = filesUnder(folder).every((path) => {
        const bytes = bytesOf(path);
        if (bytes !== undefined) this.findIn(path, bytes).forEach((finding) => found.add(finding));
        return bytes !== undefined;
      });
    }
    return [...found];
  }
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Undefined: there is no such file any more. */
const bytesOf = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
