import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { badArgument, missingProperty, type Failure } from './failures';
import type { ProposedEvent } from '../stored-event';

const UUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CONTENT_TYPES = ['application/json', 'application/octet-stream'];

interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

/** An event as it was proposed; what a server would refuse in it is thrown as a {@link Failure}. */
export const proposedFrom = (message: ProposedMessage): ProposedEvent => {
  const id = message.getId()?.getString() ?? '';
  const type = message.getMetadataMap().get('type') ?? '';
  const contentType = message.getMetadataMap().get('content-type') ?? '';
  const refuse = (failure: Failure) => {
    throw Object.assign(new Error(failure.details), failure);
  };
  if (!UUID_TEXT.test(id)) refuse(badArgument(`Unrecognized Guid format: ${id}`));
  if (type === '') refuse(missingProperty('type'));
  if (!CONTENT_TYPES.includes(contentType)) refuse(missingProperty('content-type'));
  return {
    id: id.toLowerCase(),
    type,
    contentType,
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
};

/** As a server weighs an append: bytes of data and metadata, two a letter of the type. */
export const weightOf = (events: readonly ProposedEvent[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length, 0);
