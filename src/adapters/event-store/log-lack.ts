import type { StreamEntry } from '../../kernel/facts/stream-entry';
import type { Position } from '../../kernel/position';

/** The name under which a place of the log is told whose event is not there: of which stream it was nobody can say. */
export const LOG = '$log';

/** `place`: the first position that lacks its event, as a number. */
export const lackOf = (place: number, position: Position): StreamEntry => ({
  stream: LOG,
  revision: place,
  position,
  type: '',
  fault: 'the event that stood there is gone',
});
