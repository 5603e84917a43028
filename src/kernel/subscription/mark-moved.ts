/** A mark was not written: it is no longer the one it was to replace. Somebody else was at work, or the store was put back. */
export class MarkMoved extends Error {
  constructor(of: string) {
    super(`the mark of ${of} is another one by now`);
    this.name = 'MarkMoved';
  }
}
