import type { Condition } from '../../kernel/read-model';
import type { ReadModels } from '../../kernel/read-models';

const AT_ONCE = 1000;

/** Every document of a read model that fits, of things that one person or one place has a countable number of. */
export const everyDocument = async <D extends { readonly id: string }>(
  models: ReadModels,
  name: string,
  where: readonly Condition[],
): Promise<readonly D[]> => {
  const model = models.readModel<D>(name);
  const all: D[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last === undefined ? {} : { after: { value: last.id, id: last.id } };
    const found = await model.find({ where, ...after, limit: AT_ONCE });
    all.push(...found);
    if (found.length < AT_ONCE) return all;
  }
};
