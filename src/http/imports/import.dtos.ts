import { Flag } from '../platform/validation/flag';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { FORMATS, type Format } from './formats';

export class ImportQuery {
  @Optional() @OneOf(FORMATS, { description: 'What the file is; JSON Lines where it is absent.' }) format?: Format;
  @Optional() @Flag({ description: 'Without it nothing is made: a dry run.' }) apply?: boolean;
}
