import 'reflect-metadata';
import { getMetadataStorage, IsInt, IsString, validateSync } from 'class-validator';
import { findRulesOnce } from './rules-found-once';

class Base {
  @IsString() name!: unknown;
}

class Special extends Base {
  @IsInt() size!: unknown;
}

const wrong = (thing: Base): readonly string[] => validateSync(thing).map(({ property }) => property);

test('rules are those of the class and of what it extends, and are looked for once', () => {
  findRulesOnce();
  findRulesOnce();
  const storage = getMetadataStorage();
  const rules = () => storage.getTargetValidationMetadatas(Special, '', false, false, undefined);
  expect(rules()).toBe(rules());
  expect(rules()).toHaveLength(2);
  expect(storage.getTargetValidationMetadatas(Special, '', false, true, ['a'])).toEqual([]);
  expect(wrong(Object.assign(new Special(), { name: 5, size: 'x' })).toSorted()).toEqual(['name', 'size']);
  expect(wrong(Object.assign(new Base(), { name: 5 }))).toEqual(['name']);
  expect(wrong(Object.assign(new Special(), { name: 'x', size: 1 }))).toEqual([]);
});
