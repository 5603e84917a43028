import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse } from '../../../kernel/refusal';
import { RefusedError } from '../../../kernel/refused-error';
import { judged, type Kind } from './kind';

/** What stands in a path is of its kind, or names nothing: 404. `thing`: the words of that 404, which a query would use. */
@Injectable()
export class PathPipe implements PipeTransform<string> {
  constructor(
    private readonly kind: Kind,
    private readonly thing: string,
  ) {}

  transform(text: string): unknown {
    const value = this.kind.fromText?.(text) ?? text;
    if (judged(this.kind, value).length === 0) return value;
    throw new RefusedError(refuse('NOT_FOUND', `There is no such ${this.thing}.`));
  }
}
