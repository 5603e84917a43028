import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;

const found = new WeakMap<object, Rules>();
let isPut = false;

/**
 * Has class-validator find the rules of a class once: for each object that it judges it looks through the rules of all classes
 * for those it inherits, which was the largest part of what the edge costs. A class says all its rules before it judges anything.
 */
export const findRulesOnce = (storage: Storage = getMetadataStorage()): void => {
  if (isPut) return;
  isPut = true;
  const find = storage.getTargetValidationMetadatas.bind(storage);
  storage.getTargetValidationMetadatas = (target, schema, always, strict, groups) => {
    // Groups and schemas are not used here; whoever begins to is judged as ever.
    if ((schema ?? '') !== '' || always || strict || (groups?.length ?? 0) > 0) {
      return find(target, schema, always, strict, groups);
    }
    const known = found.get(target);
    if (known !== undefined) return known;
    const rules = find(target, schema, always, strict, groups);
    found.set(target, rules);
    return rules;
  };
};
