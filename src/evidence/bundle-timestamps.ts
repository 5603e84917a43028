import { stampedFile, tokenFile } from '../../wire/timestamp/files';
import { tarEntry } from '../../wire/tlog/tar';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import { settledBy } from './attested';
import type { EvidenceParts } from './evidence-parts';

/** So many checkpoints are looked at in one go. */
const PAGE = 1000;

/**
 * The time-stamps up to a checkpoint, each token as it was answered beside the bytes that it stamps, so that anybody's tools
 * can verify it. A time-stamp that came after the bundle was asked for is not in it.
 */
export async function* timestampFiles(
  { kept }: Pick<EvidenceParts, 'kept'>,
  { log, size }: Pick<KeptCheckpoint, 'log' | 'size'>,
  requestedAt: string | undefined,
): AsyncGenerator<Buffer> {
  if (requestedAt === undefined) return;
  const isSettled = settledBy(requestedAt);
  for (let last = 0; last < size;) {
    const page = (await kept.after(log, last, PAGE)).filter((each) => each.size <= size);
    const end = page.at(-1)?.size;
    if (end === undefined) return;
    const all = await kept.attestations(log, last, end);
    const stamps = all.filter((each) => each.kind === 'timestamp' && isSettled(each));
    for (const { size: of, note } of page) {
      const tokens = stamps.filter((each) => each.size === of);
      if (tokens.length === 0) continue;
      yield tarEntry({ name: stampedFile(of), content: Buffer.from(note) });
      for (const [n, { content }] of tokens.entries()) {
        yield tarEntry({ name: tokenFile(of, n + 1), content: Buffer.from(content, 'base64') });
      }
    }
    last = end;
  }
}
