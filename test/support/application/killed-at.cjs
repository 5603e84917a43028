const Module = require('node:module');

/**
 * A server that is killed at one step: `KILL_AT` is `before` or `after` and the wire name of a fact, and how the append of the
 * first such fact ends, or of the how many-eth one that a number behind says. Runs before the server.
 */
const [when, type, times = '1'] = (process.env.KILL_AT ?? '').split(' ');
let left = Number(times);
const load = Module._load;

const die = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const patched = (EmbeddedEventStore) => {
  const { append } = EmbeddedEventStore.prototype;
  EmbeddedEventStore.prototype.append = function (stream, expected, events) {
    const meant = events.some((event) => event.type === type) && (left -= 1) === 0;
    if (meant && when === 'before') return die();
    const appended = append.call(this, stream, expected, events);
    return meant ? appended.then(die) : appended;
  };
};

Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (type !== undefined && request.endsWith('/embedded-event-store') && !loaded.isPatched) {
    loaded.isPatched = true;
    patched(loaded.EmbeddedEventStore);
  }
  return loaded;
};
