const fs = require('node:fs');
const Module = require('node:module');

/**
 * A witness that is killed at one step of a cosignature: `KILL_AT` is `before` or `after` and what is done to its state, or the
 * cosigning itself. Runs before the command.
 */
const [when, what] = (process.env.KILL_AT ?? '').split(' ');

const die = () => process.kill(process.pid, 'SIGKILL');

const killing = (step, act, isMeant = () => true) =>
  function (...args) {
    if (step !== what || !isMeant(...args)) return act.apply(this, args);
    if (when === 'before') die();
    const done = act.apply(this, args);
    die();
    return done;
  };

const isState = (path) => /witness\.state(\.\d+)?$/.test(path);
const { linkSync, renameSync, rmSync } = fs;
fs.linkSync = killing('numbered', linkSync, (_, to) => isState(to));
fs.renameSync = killing('in-place', renameSync, (_, to) => isState(to));
fs.rmSync = killing('taken-away', rmSync, (path) => isState(path));

let isPatched = false;
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request.endsWith('/cosignature') && !isPatched) {
    isPatched = true;
    loaded.cosign = killing('cosigned', loaded.cosign);
  }
  return loaded;
};
