import { Appending } from './appending';
import { Deleting } from './deleting';
import { EventLog } from './event-log';
import type { Faults } from './faults';
import { Reading } from './reading';
import { ServerState, type Settings } from './server-state';
import { Subscribers } from './subscribers';

/** What it takes to serve a log. */
export interface Serving {
  readonly path: string;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly withSystemEvents: boolean;
}

/** A log with everything that answers for it. */
export class ServedLog {
  readonly subscribers = new Subscribers();
  readonly state: ServerState;
  readonly reading: Reading;
  readonly appending: Appending;
  readonly deleting: Deleting;

  constructor({ path, settings, faults, withSystemEvents }: Serving) {
    const log = new EventLog(path, (events) => this.subscribers.written(events), withSystemEvents);
    this.state = new ServerState(settings, log, this.subscribers, faults);
    this.reading = new Reading(this.state);
    this.appending = new Appending(this.state);
    this.deleting = new Deleting(this.state);
  }
}
