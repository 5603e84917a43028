import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { entryFor } from './fields';

/** The field may be absent. `null` is refused, unlike with class-validator's `IsOptional`. */
export const Optional = (): PropertyDecorator => (prototype, name) => {
  entryFor(prototype, name).optional = true;
  ApiProperty({ required: false })(prototype, name);
  ValidateIf((_, value) => value !== undefined)(prototype, name);
};

/** The field may be null where it stands: nothing, or in a PATCH (RFC 7396) cleared. */
export const Nullable = (): PropertyDecorator => (prototype, name) => {
  entryFor(prototype, name).clearable = true;
  ApiProperty({ nullable: true })(prototype, name);
  ValidateIf((_, value) => value !== null)(prototype, name);
};

/** In a PATCH: absent leaves it as it is, `null` clears it. */
export const Clearable = (): PropertyDecorator => (prototype, name) => {
  Optional()(prototype, name);
  Nullable()(prototype, name);
};
