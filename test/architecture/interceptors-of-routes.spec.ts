import { RequestMethod, type Type } from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA } from '@nestjs/common/constants';
import { NOUNS } from '../../src/modules/nouns';
import type { RouteDefinition } from '../../src/http/platform/endpoint/route-definition';
import { ConsistencyInterceptor } from '../../src/http/platform/interceptors/consistency.interceptor';
import { IdempotencyInterceptor } from '../../src/http/platform/interceptors/idempotency.interceptor';
import { NamesInterceptor } from '../../src/http/platform/interceptors/names.interceptor';
import { ValidationInterceptor } from '../../src/http/platform/interceptors/validation.interceptor';
import { fieldsOf } from '../../src/http/platform/validation/fields';
import type { Dto } from '../../src/http/platform/validation/kind';

interface Route {
  readonly isPost: boolean;
  readonly operation: RouteDefinition;
  readonly interceptors: readonly Type[];
}

const toldOf = <T>(key: string, of: object): T | undefined => Reflect.getMetadata(key, of) as T | undefined;

const handlersOf = (controller: Type): readonly object[] =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object)).flatMap(({ value }) =>
    typeof value === 'function' && toldOf(METHOD_METADATA, value as object) !== undefined ? [value as object] : [],
  );

const routes: readonly Route[] = NOUNS.flatMap((noun) => toldOf<readonly Type[]>('controllers', noun) ?? [])
  .flatMap(handlersOf)
  .map((handler) => ({
    isPost: toldOf(METHOD_METADATA, handler) === RequestMethod.POST,
    operation: (
      toldOf<{ operation: RouteDefinition }>('__fastify_route_config__', handler) as { operation: RouteDefinition }
    ).operation,
    interceptors: toldOf<readonly Type[]>(INTERCEPTORS_METADATA, handler) ?? [],
  }));

const without = (interceptor: Type, owes: (route: Route) => boolean): readonly string[] =>
  routes
    .filter((route) => owes(route) && !route.interceptors.includes(interceptor))
    .map(({ operation }) => operation.id);

const namesSomething = (dto: Dto): boolean =>
  [...fieldsOf(dto).values()].some(({ names, kind }) => {
    const nested = kind?.dto ?? kind?.items?.dto;
    return names !== undefined || (nested !== undefined && namesSomething(nested()));
  });

/** A route has the interceptors that do something for it: none that is owed may be missing. */
describe('the interceptors of routes', () => {
  test('there are routes', () => expect(routes.length).toBeGreaterThan(150));

  test('every POST of a caller can be repeated under its key', () => {
    expect(
      without(IdempotencyInterceptor, ({ isPost, operation }) => isPost && !operation.public && operation.raw !== true),
    ).toEqual([]);
  });

  test('every read waits for what it is read from', () => {
    expect(without(ConsistencyInterceptor, ({ operation }) => operation.reads !== undefined)).toEqual([]);
  });

  test('every answer with names gets them', () => {
    const isNamed = ({ operation: { answers, produces, agent } }: Route): boolean =>
      (produces === undefined || produces.includes('application/json')) &&
      agent === undefined &&
      Object.values(answers).some((dto) => dto !== null && namesSomething(dto));
    expect(without(NamesInterceptor, isNamed)).toEqual([]);
    expect(routes.filter(isNamed).length).toBeGreaterThan(20);
  });

  test('whatever a caller sends is judged', () => {
    expect(without(ValidationInterceptor, ({ operation }) => operation.agent === undefined)).toEqual([]);
  });
});
