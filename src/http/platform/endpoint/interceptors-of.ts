import type { NestInterceptor, Type } from '@nestjs/common';
import { ConsistencyInterceptor } from '../interceptors/consistency.interceptor';
import { IdempotencyInterceptor } from '../interceptors/idempotency.interceptor';
import { NamesInterceptor } from '../interceptors/names.interceptor';
import { ValidationInterceptor } from '../interceptors/validation.interceptor';
import { kindsNamedBy, namingPlanOf } from '../naming/naming-plan';
import { JSON_TYPE, type RouteDefinition } from './route-definition';

const tellsNames = ({ answers, produces, agent }: RouteDefinition): boolean =>
  (produces === undefined || produces.includes(JSON_TYPE)) &&
  agent === undefined &&
  Object.values(answers).some((dto) => dto !== null && kindsNamedBy(namingPlanOf(dto)).length > 0);

/** A read is repeated as it is asked; who asks without a token, or sends a stream, is not remembered. */
const isRemembered = ({ reads, recipe, raw, public: isPublic }: RouteDefinition): boolean =>
  isPublic !== true && raw !== true && (reads === undefined || recipe !== undefined);

/**
 * What a request to a route goes through before its handler, in this order. Each costs every request some ten microseconds: a
 * route has those that do something for it.
 */
export const interceptorsOf = (route: RouteDefinition): readonly Type<NestInterceptor>[] => [
  ...(route.agent === undefined ? [ValidationInterceptor] : []),
  ...(route.reads === undefined ? [] : [ConsistencyInterceptor]),
  // Around the next one, so that a repetition is named as well.
  ...(tellsNames(route) ? [NamesInterceptor] : []),
  ...(isRemembered(route) ? [IdempotencyInterceptor] : []),
];
