import { Readable } from 'node:stream';

interface Summary {
  readonly made: number;
  readonly refused: number;
}

interface Options {
  /** Number of the first identity. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  /** Of every hundred lines one has no value. */
  readonly bad?: boolean;
  /** What an identity says besides, by its number. */
  readonly of?: (n: number) => object;
}

/** Lines for so many identities of one vault, none of them ever in memory with the others. */
export function* identityLines(count: number, { from = 0, bad = false, of }: Options = {}): Iterable<string> {
  yield `${JSON.stringify({ kind: 'vault', name: 'Imported' })}\n`;
  for (let n = from; n < from + count; n += 1) {
    const value = bad && n % 100 === 99 ? {} : { credential: `value ${n}` };
    const line = { kind: 'identity', vault: 'Imported', name: `id ${n}`, username: 'root', ...value, ...of?.(n) };
    yield `${JSON.stringify(line)}\n`;
  }
}

/** Imports so many identities over HTTP. Throws for anything but a whole answer. */
export const importLines = async (
  url: string,
  token: string,
  organizationId: string,
  count: number,
  options: Options = {},
): Promise<Summary> => {
  const response = await fetch(`${url}/api/v1/organizations/${organizationId}/imports?apply=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(identityLines(count, options))) as ReadableStream,
    duplex: 'half',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  } as RequestInit);
  const text = await response.text();
  const last = text.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{"summary"')) throw new Error(`the import was answered ${response.status}: ${last}`);
  return (JSON.parse(last) as { summary: Summary }).summary;
};
