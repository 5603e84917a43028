/** Makes ids: opaque, unguessable, growing with time (UUID version 7, RFC 9562), lower case without dashes. */
export interface Ids {
  next(): string;
}
