import type { ModelBuild } from '../../../kernel/read-store';

export interface TableNames {
  readonly documents: string;
  readonly words: string;
  /** Documents that are packed. */
  readonly pages: string;
}

/** Names come from schemas in the code only, never from a request. */
export const tableNames = ({ model, version, generation }: Omit<ModelBuild, 'active'>): TableNames => {
  if (!/^[a-z][a-z_]*$/.test(model)) {
    throw new Error(`${model} is no name for a read model`);
  }
  const name = `${model}_v${version}_g${generation}`;
  return { documents: `documents_${name}`, words: `words_${name}`, pages: `pages_${name}` };
};

/** A table of a build that is gone, until it is dropped. Nobody finds it under its name any more: what is emptied answers nobody. */
export const leftName = (table: string): string => `left_${table}`;
