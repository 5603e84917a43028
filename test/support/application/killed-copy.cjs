const Module = require('node:module');

/**
 * A copy that is killed at one step: `KILL_COPY` is `before` or `after`, what is written (`moving`, `events`, `rows`) and the how
 * many-eth time, counted from 1. Runs before the command.
 */
const [when, what, times] = (process.env.KILL_COPY ?? '').split(' ');
let count = 0;

const die = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const killing = (write) =>
  function (...args) {
    count += 1;
    if (count !== Number(times)) return write.apply(this, args);
    if (when === 'before') return die();
    return Promise.resolve(write.apply(this, args)).then(die);
  };

const PATCHES = {
  moving: [
    [
      '/material-file',
      ({ MaterialFile }) => (MaterialFile.prototype.setMoving = killing(MaterialFile.prototype.setMoving)),
    ],
    [
      '/material-database',
      ({ MaterialDatabase }) => (MaterialDatabase.prototype.setMoving = killing(MaterialDatabase.prototype.setMoving)),
    ],
  ],
  events: [
    [
      '/eventstoredb-log-target',
      ({ EventStoreDbLogTarget }) =>
        (EventStoreDbLogTarget.prototype.attempt = killing(EventStoreDbLogTarget.prototype.attempt)),
    ],
    ['/event-file', ({ EventFile }) => (EventFile.prototype.insert = killing(EventFile.prototype.insert))],
  ],
  rows: [['/marks', ({ Marks }) => (Marks.prototype.putRootKey = killing(Marks.prototype.putRootKey))]],
};

const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  for (const [name, patch] of PATCHES[what] ?? []) {
    if (request.endsWith(name) && !loaded.isPatched) {
      loaded.isPatched = true;
      patch(loaded);
    }
  }
  return loaded;
};
