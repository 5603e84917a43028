import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** The TypeScript files of a room, specs aside, in a fixed order, with their text. */
export const sourceFiles = (room: string): readonly { readonly path: string; readonly text: string }[] =>
  (readdirSync(join(ROOT, room), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .toSorted()
    .map((path) => ({ path: join(ROOT, room, path), text: readFileSync(join(ROOT, room, path), 'utf8') }));
