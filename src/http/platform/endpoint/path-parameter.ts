import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { exampleOf } from '../validation/examples';
import { id } from '../validation/id';
import type { Kind } from '../validation/kind';
import { PathPipe } from '../validation/path.pipe';

interface PathPartOptions {
  readonly description: string;
  readonly example?: string | number;
}

/** A part of the path that is more special than an id, documented and judged: `@PathPart('version', version, 'version', …)`. */
export const PathPart =
  (
    name: string,
    kind: Kind,
    thing: string,
    { description, example = exampleOf(name) }: PathPartOptions,
  ): ParameterDecorator =>
  (controller, method = '', index) => {
    Param(name, new PathPipe(kind, thing))(controller, method, index);
    const schema = { ...kind.schema, ...(example === undefined ? {} : { examples: [example] }) };
    const handler = Object.getOwnPropertyDescriptor(controller, method);
    if (handler !== undefined) ApiParam({ name, description, schema } as never)(controller, method, handler);
  };

/** The id in the path. `thing`: what it names, for the 404 of an id that can be none: the words a query would use. */
export const PathId = (thing: string, name = 'id'): ParameterDecorator =>
  PathPart(name, id, thing, { description: `Id of the ${thing}.` });
