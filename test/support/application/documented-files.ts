import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

const PAGE = readFileSync(join(__dirname, '../../../docs/moving-in.md'), 'utf8');

const sectionOf = (format: string): string =>
  PAGE.split(new RegExp(`^##+ ${format}$`, 'm'))[1]?.split(/^##+ /m)[0] ?? '';

const exampleOf = (format: string): string =>
  [...sectionOf(format).matchAll(/```(?:jsonl|csv|json)\n([\s\S]*?)```/g)].at(-1)?.[1] ?? '';

/** The lines by which docs/moving-in.md has a file of a format written. */
export const documentedLines = (format: string): string => /```sh\n([\s\S]*?)```/.exec(sectionOf(format))?.[1] ?? '';

/** The example of a format in docs/moving-in.md, as a file of it is; `email` is that of a person who is there. */
export const documentedFile = (format: string, email: string): string | Uint8Array => {
  const text = exampleOf(format).replaceAll('user@example.com', email);
  if (format !== '1pux') return text;
  return zipSync({
    'export.attributes': Buffer.from('{}'),
    'export.data': Buffer.from(text),
    'files/x': Buffer.alloc(5000, 1),
  });
};
