import { modelOfNames } from '../../../queries/names/current-names';
import type { RouteDefinition } from '../endpoint/route-definition';
import { kindsNamedBy, namingPlanOf } from './naming-plan';

const known = new WeakMap<RouteDefinition, readonly string[]>();

const found = ({ reads = [], answers }: RouteDefinition): readonly string[] => {
  const named = Object.values(answers).flatMap((dto) => (dto === null ? [] : kindsNamedBy(namingPlanOf(dto))));
  return [...new Set([...reads, ...named.map(modelOfNames)])];
};

/** The models that an answer of this route is read from: those it says, and those with the names it tells. */
export const modelsReadBy = (operation: RouteDefinition): readonly string[] => {
  const models = known.get(operation) ?? found(operation);
  known.set(operation, models);
  return models;
};
