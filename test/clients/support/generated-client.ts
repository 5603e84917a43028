import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shell } from './shell';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/clients.md'), 'utf8');

/** How a client comes to be: by the commands of docs/clients.md, with a program of ours that uses it. */
export interface ClientRecipe {
  /** Of its folder below `.cache/clients`. */
  readonly name: string;
  /** Headings of docs/clients.md whose commands make it, in their order; '' is the beginning of the page. */
  readonly sections: readonly string[];
  /** Files of `test/clients` by where they are put beside what was generated. */
  readonly sources: Readonly<Record<string, string>>;
  readonly build: string;
  readonly run: string;
}

/** The shell blocks below a heading, up to the next. */
const commandsOf = (heading: string): string => {
  const from = heading === '' ? 0 : PAGE.search(new RegExp(`^#+ ${heading}$`, 'm'));
  if (from < 0) throw new Error(`docs/clients.md has no heading "${heading}"`);
  const rest = PAGE.slice(PAGE.indexOf('\n', from));
  const section = rest.split(/^#/m, 1)[0] ?? '';
  const blocks = [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);
  if (blocks.length === 0) throw new Error(`docs/clients.md has no command below "${heading}"`);
  return blocks.join('');
};

/** A program that uses a generated client. */
export interface GeneratedClient {
  /** What it prints, read as JSON. Throws with what it said when it fails. */
  run(env: Readonly<Record<string, string>>): Promise<unknown>;
}

/** Generates and builds a client of the server at `url`; what was made from the same document by the same recipe is kept. */
export const generatedClient = async (
  { name, sections, sources, build, run }: ClientRecipe,
  url: string,
): Promise<GeneratedClient> => {
  const folder = join(ROOT, '.cache/clients', name);
  const stamp = join(folder, '.made-from');
  const hash = createHash('sha256').update(await (await fetch(`${url}/api/v1/openapi.json`)).text());
  const commands = sections.map(commandsOf);
  hash.update(JSON.stringify([commands, build]));
  for (const source of Object.values(sources)) hash.update(readFileSync(join(__dirname, '..', source)));
  const wanted = hash.digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const command of commands) await shell(command, folder, { KEYLEDGER_URL: url });
    for (const [target, source] of Object.entries(sources)) {
      mkdirSync(dirname(join(folder, target)), { recursive: true });
      cpSync(join(__dirname, '..', source), join(folder, target));
    }
    await shell(build, folder, {});
    writeFileSync(stamp, wanted);
  }
  return { run: async (env) => JSON.parse(await shell(run, folder, env)) as unknown };
};
