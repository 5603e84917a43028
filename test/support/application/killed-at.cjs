const { readFileSync } = require('node:fs');
const Module = require('node:module');

/**
 * A server that is killed at one step. The file KILL_AT_FILE says at which, also while it runs: `before` or `after` and the wire
 * name of a fact, and how the append of the first such fact ends, or of the how many-eth one that a number behind says. Empty:
 * it lives. Runs before the server.
 */
let [asked, left] = ['', 0];
const load = Module._load;

/** What it is to be killed at by now, and whether these events are that: counted from when it was said. */
const meant = (events) => {
  const said = readFileSync(process.env.KILL_AT_FILE, 'utf8');
  const [when, type, times = '1'] = said.split(' ');
  if (said !== asked) [asked, left] = [said, Number(times)];
  return events.some((event) => event.type === type) && (left -= 1) === 0 ? when : undefined;
};

const die = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const patched = (EmbeddedEventStore) => {
  const { append } = EmbeddedEventStore.prototype;
  EmbeddedEventStore.prototype.append = function (stream, expected, events) {
    const when = meant(events);
    if (when === 'before') return die();
    const appended = append.call(this, stream, expected, events);
    return when === 'after' ? appended.then(die) : appended;
  };
};

Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request.endsWith('/embedded-event-store') && !loaded.isPatched) {
    loaded.isPatched = true;
    patched(loaded.EmbeddedEventStore);
  }
  return loaded;
};
