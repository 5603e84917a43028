import type { Refusal } from './refusal';

/** A refusal on its way from a handler to the edge, where it becomes a problem document. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
    this.name = 'Refused';
  }
}
