import { FACT_SHAPES } from '../../../kernel/facts/fact-shapes';
import type { Fold } from '../../../kernel/fold';
import { sha256Digest } from '../../outside/sha256-digest';
import type { Memory } from './memory';

/** What a snapshot says, besides the state as its fold writes it. */
interface Said extends Omit<Memory<unknown>, 'state'> {
  readonly stream: string;
  /** By what it was made. */
  readonly by: string;
  readonly state: unknown;
}

const SHAPES = FACT_SHAPES.trim().split('\n');
const makers = new WeakMap<object, string>();

/**
 * What makes states of facts: the fold in its version, and which facts it can read. A release that can't read one of them finds the
 * stream unreadable, and must not pass over it by what another release kept.
 */
const makerOf = <S>(fold: Fold<S>): string => {
  const known = makers.get(fold);
  if (known !== undefined) return known;
  const types = Object.keys(fold.evolve).toSorted();
  const shapes = SHAPES.filter((shape) => types.includes(shape.split(' / ')[0] ?? ''));
  const made = `${fold.category}@${fold.version ?? 1} ${sha256Digest.of(...types, ...shapes)}`;
  makers.set(fold, made);
  return made;
};

/** As it is kept and proved. */
export const snapshotText = <S>(stream: string, fold: Fold<S>, { state, ...memory }: Memory<S>): string => {
  const said: Said = { stream, by: makerOf(fold), ...memory, state: fold.codec?.write(state) ?? state };
  return JSON.stringify(said);
};

/** Undefined: it is of another stream, or something else made it. The text must be proved. */
export const readSnapshot = <S>(stream: string, fold: Fold<S>, text: string): Memory<S> | undefined => {
  const { last, position, facts, state, ...of } = JSON.parse(text) as Said;
  if (of.stream !== stream || of.by !== makerOf(fold)) return undefined;
  return { last, position, facts, state: fold.codec === undefined ? (state as S) : fold.codec.read(state as never) };
};
