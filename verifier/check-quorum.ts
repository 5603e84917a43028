import type { WitnessPolicy } from '../wire/tlog/policy';
import { verifyNote } from '../wire/tlog/verify-note';
import type { Findings } from './findings';

/** A checkpoint of the log, with whatever signatures stand under it. */
interface Cosignable {
  readonly size: number;
  readonly note: string;
}

/** Who of a policy cosigned a checkpoint, and when: a cosignature that does not hold is none. */
const cosignersOf = ({ witnesses }: WitnessPolicy, { note }: Cosignable) =>
  witnesses.flatMap(({ name, key }) => {
    const time = verifyNote(note, [key])?.by[0]?.time;
    return time === undefined ? [] : [{ name, key, time }];
  });

/**
 * Whether the witnesses of a policy vouch for the newest checkpoint; else up to which one they do. Answers what is to be told of
 * them, for people.
 */
export const checkQuorum = (
  policy: WitnessPolicy,
  newest: Cosignable,
  earlier: readonly Cosignable[],
  findings: Findings,
): readonly string[] => {
  const isReached = (each: Cosignable) => policy.isReached(cosignersOf(policy, each).map(({ key }) => key));
  const told = cosignersOf(policy, newest).map(
    ({ name, time }) => `${name} saw this checkpoint at ${new Date(Number(time) * 1000).toISOString()}`,
  );
  if (isReached(newest)) return told;
  const last = earlier.toSorted((a, b) => b.size - a.size).find(isReached);
  findings.add({
    rule: 'quorum',
    ...(last === undefined ? {} : { leaf: last.size }),
    detail:
      last === undefined
        ? 'no checkpoint is cosigned by as many witnesses as the policy asks for'
        : `the witnesses that the policy asks for vouch for ${last.size} facts; what comes after them is signed by the log alone`,
  });
  return told;
};
