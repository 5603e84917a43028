import { parseArgs } from 'node:util';
import { apiOf } from './api';
import type { CliCommand } from './command';
import { print } from './print';
import { UsageError } from './usage-error';

const PAGE = '200';

interface RecordedEvent {
  readonly revision: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: { readonly time: string; readonly actor: { readonly email?: string; readonly name?: string } };
}

interface Page {
  readonly items: readonly RecordedEvent[];
  readonly nextCursor: string | null;
}

const inWords = ({ revision, type, data, metadata: { time, actor } }: RecordedEvent): string =>
  `${revision}  ${time}  ${type}  by ${actor.email ?? actor.name ?? 'somebody'}\n      ${JSON.stringify(data)}`;

/** Prints a stream from its beginning to its end, a page of it in memory at a time. */
export const replay: CliCommand = {
  name: 'replay',
  usage: 'STREAM [--json]',
  summary: 'Print the facts of a stream as stored, oldest first; with --json one a line. Replaying is recorded.',
  details: ["An identity's stream is identity-<its id>, a vault's vault-<its id>."],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [stream, ...rest] = positionals;
    if (stream === undefined || rest.length > 0) throw new UsageError('replay takes the name of one stream');
    const api = apiOf(env);
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Page = await api.ask('GET', `/streams/${encodeURIComponent(stream)}`, { limit: PAGE, cursor });
      for (const event of page.items) await print(values.json === true ? JSON.stringify(event) : inWords(event));
      cursor = page.nextCursor;
    }
    return 0;
  },
};
