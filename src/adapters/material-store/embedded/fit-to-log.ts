import type { ValueName } from '../../../kernel/operations';
import type { MaterialFile } from './material-file';
import { entryOf } from '../../../kernel/entry-of';

export interface RestoredLog {
  /** The last position there is. */
  readonly head: string;
  /** How far each policy had worked while everything it had done was in the log. */
  readonly policies: Readonly<Record<string, string>>;
}

/**
 * Material was copied after the events, so it may tell of facts that the copied log has not. Policies go back to where
 * all they did is in the log, or they would pass over facts, those to come at positions they know included. A request
 * answered after the copy runs anew when it is repeated, and makes what it made, under the same ids.
 */
export const fitToLog = ({ database }: MaterialFile, { head, policies }: RestoredLog): void => {
  const places = database.prepare<{ name: string; position: string }>('SELECT name, position FROM checkpoint');
  const place = database.prepare('UPDATE checkpoint SET position = ? WHERE name = ?');
  const unanswer = database.prepare(
    "UPDATE request SET receipt = NULL, begun_at = NULL WHERE json_extract(receipt, '$.position') > ?",
  );
  database.transaction(() => {
    for (const { name, position } of places.all()) {
      const safe = entryOf(policies, name) ?? head;
      place.run([safe < position ? safe : position, name]);
    }
    unanswer.run([head]);
  });
};

/** Counts the age of values from now on: what no fact points to is kept for the whole grace period after a restore. */
export const countAnew = ({ database }: MaterialFile, values: readonly ValueName[], now: number): void => {
  const update = database.prepare('UPDATE material SET stored_at = ? WHERE identity_id = ? AND version = ?');
  database.transaction(() => {
    for (const { identityId, version } of values) update.run([now, identityId, version]);
  });
};
