/** A stream holds a fact this release doesn't know: written by a newer one. Deciding without it could be wrong, so nobody decides. */
export class UnknownEventType extends Error {
  constructor(
    readonly stream: string,
    readonly type: string,
  ) {
    super(`${stream} holds ${type}, which this release does not know`);
    this.name = 'UnknownEventType';
  }
}
