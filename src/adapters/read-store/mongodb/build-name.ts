import type { ModelBuild } from '../../../kernel/read-store';

export type BuildKey = Pick<ModelBuild, 'model' | 'version' | 'generation'>;

/** The collection of a build, and the id of its checkpoint. Names come from schemas in the code only, never from a request. */
export const buildName = ({ model, version, generation }: BuildKey): string => {
  if (!/^[a-z][a-z_]*$/.test(model)) {
    throw new Error(`${model} is no name for a read model`);
  }
  return `read_${model}_v${version}_g${generation}`;
};
