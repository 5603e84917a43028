import { StoreDamaged } from '../../kernel/store-errors';

/** What stands with sealed values that are copied to another place, or were. */
export interface CopyMark {
  /** `arriving`: what is here is not whole yet. `left`: what counts is elsewhere. */
  readonly state: 'arriving' | 'left';
  /** One for both ends of a copy. */
  readonly copyId: string;
  readonly logId: string;
  /** The other end, in words, without a password. */
  readonly where: string;
  /** When it was begun, or was moved. */
  readonly at: string;
}

/** Of a log no two copies may live: throws {@link StoreDamaged} with the one line that a start on this one ends with. */
export const assertNotMoved = (moving: CopyMark | undefined): void => {
  if (moving === undefined) return;
  const { state, where, at } = moving;
  throw new StoreDamaged(
    state === 'arriving'
      ? `The log and its sealed values are being copied here from ${where}, and not all of it has arrived; run npx --no keyledger copy again where it was begun, or empty these stores.`
      : `This log was moved to ${where} at ${at}; start with the variables of that place, or copy it from there into an empty one to return. Where that place is lost for good, npx --no keyledger settle moved-log --reason "…" has this one count again as it was then.`,
  );
};

/** Throws {@link StoreDamaged} for a log that was moved nowhere: there is nothing to answer for. */
export const assertLeft = (moving: CopyMark | undefined): void => {
  if (moving?.state === 'left') return;
  assertNotMoved(moving);
  throw new StoreDamaged('This log was moved nowhere; it counts here.');
};
