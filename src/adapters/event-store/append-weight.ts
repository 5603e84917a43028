/** What an event adds to an append's weight, in bytes; as EventStoreDB weighs it. */
export const eventWeight = (type: string, data: string, metadata: string): number =>
  2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata);
