import { ApiSchema } from '@nestjs/swagger';
import { Id } from '../platform/validation/id';
import { Nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { ToldText } from '../platform/validation/told';

@ApiSchema({
  name: 'Receipt',
  description: 'Of the fact that the value was shown: its proof is told at `/evidence/receipts/{eventId}`.',
})
export class ReceiptDto {
  @Id() eventId!: string;
  @ToldText() position!: string;
  @ToldText({
    description: 'Base64 of the hash of its leaf in the log’s Merkle tree.',
    example: 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=',
  })
  leafHash!: string;
}

/** Absent where the fact could not be read again, and where nothing was shown. */
export const OptionalReceipt = (): PropertyDecorator => (prototype, name) => {
  Optional()(prototype, name);
  Nested(() => ReceiptDto)(prototype, name);
};
