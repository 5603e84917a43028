import type { StoredFact } from '../../kernel/facts/fact-classifier';
import { ourStream } from '../../kernel/facts/our-streams';
import type { Position } from '../../kernel/position';
import { EventFile, fromPosition } from '../event-store/embedded/event-file';
import type { LogTarget } from './log-target';
import { NotCopied } from './not-copied';

/** What can't be told as JSON was none where it came from, and is none here. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** `events.db` of a folder that a log is copied into. Throws {@link NotCopied} for one that holds another log. */
export const embeddedLogTarget = (path: string, logId: string): LogTarget & { close(): void } => {
  const file = new EventFile(path);
  if (file.logId() !== logId) {
    if (file.lastPosition() > 0) {
      file.close();
      throw new NotCopied(`${path} holds another log; name an empty data folder.`);
    }
    file.become(logId);
  }
  const put = ({ stream, revision, id, type, data, metadata, texts }: StoredFact): void => {
    const position = file.lastPosition() + 1;
    const said = texts ?? { data: textOf(data), metadata: textOf(metadata) };
    file.insert(position, stream, revision, id, type, said.data, said.metadata);
    file.ends.set({ stream, revision, position });
  };
  return {
    write: async (facts) => file.database.transaction(() => facts.forEach(put)),
    reach: async (stream, revision) => {
      if (file.lastRevision(stream) >= revision) return;
      // At the place of what is left: a log that is put back later still knows how far the stream had come.
      const [last] = file.stream(stream, revision, 1, true);
      file.ends.set({ stream, revision, position: last === undefined ? 0 : fromPosition(last.position) });
    },
    readStored: async (after: Position, limit: number) => {
      const rows = file.all(fromPosition(after), limit, false);
      return {
        facts: rows.filter(({ stream }) => ourStream(stream) !== undefined),
        position: rows.at(-1)?.position ?? after,
        more: rows.length >= limit,
      };
    },
    close: () => file.close(),
  };
};
