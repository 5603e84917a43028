import { SEQUENCE_WINDOW, type SequenceJudgement } from '../../kernel/presence';

/** The last number, and which of the {@link SEQUENCE_WINDOW} before it were taken: bit 0 is the one just before. */
export interface TakenNumbers {
  readonly last: number;
  readonly before: number;
}

export interface Taking {
  readonly judgement: SequenceJudgement;
  readonly taken: TakenNumbers;
}

const NONE_BEFORE = 0;

/** The anti-replay window of RFC 4303 § 3.4.3, so that a request overtaken on the way is not taken for a clone's. */
export const take = (taken: TakenNumbers | undefined, sequence: number): Taking => {
  if (taken === undefined) return { judgement: 'advanced', taken: { last: sequence, before: NONE_BEFORE } };
  const { last, before } = taken;
  const ahead = sequence - last;
  if (ahead > 0) {
    // Shifts count modulo 32 (ECMA-262 § 13.9), so a whole window has to be said apart.
    const moved = ahead < SEQUENCE_WINDOW ? before << ahead : 0;
    const mark = ahead <= SEQUENCE_WINDOW ? 1 << (ahead - 1) : 0;
    return { judgement: 'advanced', taken: { last: sequence, before: (moved | mark) >>> 0 } };
  }
  const bit = ahead < 0 && -ahead <= SEQUENCE_WINDOW ? (1 << (-ahead - 1)) >>> 0 : 0;
  if (bit === 0 || (before & bit) !== 0) return { judgement: 'repeated', taken };
  return { judgement: 'late', taken: { last, before: (before | bit) >>> 0 } };
};
