import { ApiSchema } from '@nestjs/swagger';
import type { Dto } from '../validation/kind';
import { ListOf } from '../validation/list-of';
import { nested } from '../validation/nested';
import { Nullable } from '../validation/optional';
import { ToldText } from '../validation/told';

/** What a list of these answers. Made once for each: its name is that of a schema of the document. */
export const pageOf = (item: Dto): Dto => {
  @ApiSchema({ name: `${item.name.replace(/Dto$/, '')}Page` })
  class Page {
    @ListOf(nested(() => item)) items!: object[];
    @Nullable() @ToldText() nextCursor!: string | null;
  }
  return Page;
};
