import { StoreUnavailable } from '../../../kernel/store-errors';

/** The event store was not even asked: too many calls wait for it, or it has stopped answering and another call tries it. */
export class NotAsked extends StoreUnavailable {}
