import { ErrorType, type CommandError } from '@eventstore/db-client';

/** What an error of the client says, by its fields alone: its texts change with every version of client and server. */
export type ErrorVerdict =
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'too-large' | 'deleted' | 'denied' | 'not-found' | 'too-slow' | 'not-leader' }
  /** Whether the call was carried out is not known. */
  | { readonly kind: 'unknown' };

export const verdictOn = (error: unknown): ErrorVerdict => {
  const known = error as CommandError;
  switch (known?.type) {
    case ErrorType.WRONG_EXPECTED_VERSION:
      return {
        kind: 'wrong-revision',
        actual: typeof known.actualVersion === 'bigint' ? Number(known.actualVersion) : -1,
      };
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
      return { kind: 'too-large' };
    case ErrorType.STREAM_DELETED:
      return { kind: 'deleted' };
    case ErrorType.ACCESS_DENIED:
      return { kind: 'denied' };
    case ErrorType.STREAM_NOT_FOUND:
      return { kind: 'not-found' };
    // What a live subscriber that fell behind is told, and whoever appends to a cluster that confirms too late.
    case ErrorType.TIMEOUT:
      return { kind: 'too-slow' };
    // In a batch stream the same is told without a code; with one it is a call that nobody answered.
    case ErrorType.DEADLINE_EXCEEDED:
      return { kind: known.code === undefined ? 'too-slow' : 'unknown' };
    case ErrorType.NOT_LEADER:
      return { kind: 'not-leader' };
    default:
      return { kind: 'unknown' };
  }
};
