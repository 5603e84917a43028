/** Makes ids: opaque, unguessable, growing with time (UUID version 7, RFC 9562), lower case without dashes. */
export abstract class Ids {
  abstract next(): string;
}
