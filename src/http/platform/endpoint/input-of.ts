import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { fieldsOf } from '../validation/fields';
import type { Dto } from '../validation/kind';
import { Nothing } from '../validation/nothing';

/** What a handler takes of a request. */
export interface Input {
  readonly body: Dto;
  readonly query: Dto;
}

type Arguments = Readonly<Record<string, { readonly index: number }>>;

/** The DTOs of a handler's `@Body()` and `@Query()`. Throws when one has no DTO for a type: nobody would judge it. */
export const inputOf = (controller: object, method: string | symbol): Input => {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller.constructor, method) ?? {}) as Arguments;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, controller, method) ?? []) as readonly unknown[];
  const dtoOf = (kind: RouteParamtypes): Dto => {
    const found = Object.entries(args).find(([key]) => key.startsWith(`${kind}:`));
    if (found === undefined) return Nothing;
    const type = types[found[1].index];
    if (typeof type === 'function' && fieldsOf(type as Dto).size > 0) return type as Dto;
    throw new Error(`${controller.constructor.name}.${String(method)}: give @Body() and @Query() a DTO for a type`);
  };
  return { body: dtoOf(RouteParamtypes.BODY), query: dtoOf(RouteParamtypes.QUERY) };
};
