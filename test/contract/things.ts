import type { BuildTable } from '../../src/kernel/read-store';
import { markAtPosition, ORIGIN } from '../../src/kernel/subscription/mark';
import type { ModelSchema, Versioned } from '../../src/kernel/read-model';

/** A read model as tests need one. */
export interface Thing {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  readonly size?: number;
  readonly done?: boolean;
  readonly madeAt?: string;
  readonly tags?: readonly string[];
}

export const THINGS: ModelSchema = {
  name: 'things',
  version: 1,
  fields: { org: 'text', title: 'text', size: 'number', done: 'boolean', madeAt: 'time' },
  indexes: [['org'], ['org', 'title'], ['org', 'size'], ['done'], ['org', 'madeAt']],
  words: { of: ['title'], within: 'org' },
};

export const at = (n: number): string => String(n).padStart(16, '0');

export const put = (n: number, document: Thing): Versioned<Thing> => ({ id: document.id, position: at(n), document });

export const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, org: 'o1', title: id, ...more });

/** Those of some organizations. */
export const inOrg = (...orgs: readonly string[]) => [{ field: 'org', in: orgs }];

/** Writes with a checkpoint at this position, over the one that stands there. */
export const writeAt = async <D>(table: BuildTable<D>, changes: readonly Versioned<D>[], position: string) =>
  table.write(changes, markAtPosition(position), (await table.checkpoint()) ?? ORIGIN);
