const { appendFileSync } = require('node:fs');
const fs = require('node:fs');
const Module = require('node:module');
require('./skewed-clock.cjs');

/**
 * A server that is killed at one step of proving its log: the file KILL_AT_FILE says, before it starts, `before` or `after` and
 * what is done, `KILL_BEYOND` how many facts a tree must have more than. `SIGNED_NOTES` is a file that is told, a line of JSON each, all that is ever signed,
 * before anybody else can see it. Its clock
 * may be ahead. Runs before the server.
 */
const [when, what] = fs.readFileSync(process.env.KILL_AT_FILE, 'utf8').split(' ');
const beyond = Number(process.env.KILL_BEYOND ?? 0);

const die = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const killing = (step, act, isMeant = () => true) =>
  function (...args) {
    if (step !== what || !isMeant(...args)) return act.apply(this, args);
    if (when === 'before') return die();
    const done = act.apply(this, args);
    return done instanceof Promise ? done.then(die) : die();
  };

const isLarger = ({ size }) => size > beyond;
const isLeaf = ({ document }) => document?.eventId !== undefined && document.hash !== undefined;

const PATCHES = {
  '/model-table': ({ ModelTable: { prototype } }) => {
    prototype.write = killing('tiles', prototype.write, (changes) => changes.some(isLeaf));
  },
  '/signed-note': (loaded) => {
    const { signNote } = loaded;
    loaded.signNote = (...args) => {
      const note = signNote(...args);
      appendFileSync(process.env.SIGNED_NOTES, `${JSON.stringify(note)}\n`);
      return note;
    };
  },
  '/mark-file': (loaded) => {
    let mark;
    const { writeMark } = loaded;
    const { renameSync } = fs;
    const inPlace = killing('mark-in-place', renameSync, () => isLarger(mark));
    loaded.writeMark = killing(
      'mark',
      (path, next) => {
        mark = next;
        writeMark(path, next);
      },
      (_, next) => isLarger(next),
    );
    fs.renameSync = (from, to) => (to.endsWith('evidence.mark') ? inPlace(from, to) : renameSync(from, to));
  },
  '/embedded-evidence-store': (loaded) => {
    const { openEmbeddedEvidence } = loaded;
    loaded.openEmbeddedEvidence = (path) => {
      const store = openEmbeddedEvidence(path);
      const keep = killing('checkpoint', store.keep, isLarger);
      return { ...store, keep, keepAttestation: killing('cosignature', store.keepAttestation) };
    };
  },
  '/embedded-event-store': ({ EmbeddedEventStore: { prototype } }) => {
    const isTold = ({ type }) => type === 'keyledger.checkpoint-recorded.v1';
    prototype.append = killing('fact', prototype.append, (_stream, _expected, events) => events.some(isTold));
  },
  '/file-sink': ({ FileSink: { prototype } }) => {
    prototype.send = killing('sink', prototype.send, (items) => items.some(({ kind }) => kind === 'checkpoint'));
  },
};

const done = new Set();
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  for (const [name, patch] of Object.entries(PATCHES)) {
    if (request.endsWith(name) && !done.has(name)) {
      done.add(name);
      patch(loaded);
    }
  }
  return loaded;
};
