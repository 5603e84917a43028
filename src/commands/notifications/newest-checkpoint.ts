import type { Notice, NoticeKind } from '../../domain/notifications/events';
import type { Evidence } from '../../kernel/evidence';

/** A store that is busy is waited for: who can slow it down can not have the checkpoint left out by it. One that hangs keeps nobody from being told. */
const WITHIN_MS = 2000;
/** A checkpoint has some 250 bytes, and 180 for each witness; one that grew beyond this is not told, so that the notice fits in a fact and in a mail. */
const MOST_BYTES = 4096;

const ABOUT_BROKEN_GLASS: readonly NoticeKind[] = ['break-glass', 'review-open'];

const within = <T>(ms: number, ask: () => Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const end = (value?: T) => {
      clearTimeout(timer);
      resolve(value);
    };
    Promise.resolve()
      .then(ask)
      .then(end, () => end());
  });

/**
 * What a notice of broken glass carries besides: a copy of the newest checkpoint with each admin and owner, against which the
 * log can not be rewritten any more. Where there is none, it says so; the notice goes out all the same.
 */
export const newestCheckpoint = async (
  evidence: Pick<Evidence, 'checkpoint'>,
  { kind }: Pick<Notice, 'kind'>,
): Promise<Pick<Notice, 'checkpoint' | 'withoutCheckpoint'>> => {
  if (!ABOUT_BROKEN_GLASS.includes(kind)) return {};
  const checkpoint = await within(WITHIN_MS, () => evidence.checkpoint());
  return checkpoint === undefined || Buffer.byteLength(checkpoint) > MOST_BYTES
    ? { withoutCheckpoint: true }
    : { checkpoint };
};
