import { entryOf } from '../../kernel/entry-of';
import type { AccountEvent } from './events';
import type { AccountState } from './state';

export interface KeyVersion {
  readonly name: string;
  readonly version: number;
}

/** Each key once, with the version the log does not tell yet. */
export const decideKeyChanges = (
  { keys = {} }: AccountState,
  found: readonly KeyVersion[],
  { changedAt, ...told }: { readonly changedAt: string; readonly reason?: string; readonly formerEnded?: boolean },
): readonly AccountEvent[] =>
  found
    .filter(({ name, version }) => version > (entryOf(keys, name) ?? 1))
    .map(({ name, version }) => ({ type: 'keyledger.key-changed.v1', data: { name, version, changedAt, ...told } }));

/** Keys of which the log tells a later version than there is: the store of sealed values is older than the log. */
export const lostKeyChanges = ({ keys = {} }: AccountState, found: readonly KeyVersion[]): readonly KeyVersion[] =>
  Object.entries(keys)
    .map(([name, version]) => ({ name, version }))
    .filter(({ name, version }) => version > (found.find((each) => each.name === name)?.version ?? 0));
