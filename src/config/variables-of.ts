import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import { BadConfiguration } from './bad-configuration';
import { valueOf, type Environment } from './environment';
import { Variables } from './variables';

/** Every variable that some program of ours reads, in the order of the class. */
export const VARIABLES: readonly string[] = [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(Variables, '', true, false)
      .map(({ propertyName }) => propertyName),
  ),
];

/**
 * The variables of an environment, judged. With `names`, the others are taken for not set: a program that does not read a
 * variable does not stop at it. Throws {@link BadConfiguration}, with a line for each value that can't be used.
 */
export const variablesOf = (env: Environment, names: readonly string[] = VARIABLES): Variables => {
  const given = names.flatMap((name) => {
    const value = valueOf(env, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const variables = plainToInstance(Variables, Object.fromEntries(given));
  const wrong = validateSync(variables, { skipMissingProperties: true, forbidUnknownValues: true });
  const lines = wrong.flatMap(({ constraints = {} }) => Object.values(constraints).slice(0, 1));
  if (lines.length > 0) throw new BadConfiguration(lines.join('\n'));
  return Object.assign(variables, { given: new Set(given.map(([name]) => name)) });
};
