const { join } = require('node:path');

// Loaded into a server that a test wants dead at one point: `DIE_AT=before:<event type>` kills it when it is about to
// append such a fact, `after:` when the fact is on disk and nobody has been told. The server itself knows nothing of it.
const [, when, type] = /^(before|after):(.+)$/.exec(process.env.DIE_AT);
const store = join(__dirname, '../../../dist/src/adapters/event-store/embedded/embedded-event-store.js');
const { EmbeddedEventStore } = require(store);

const append = EmbeddedEventStore.prototype.append;
const die = () => process.kill(process.pid, 'SIGKILL');

EmbeddedEventStore.prototype.append = async function (stream, expected, events) {
  const isThis = events.some((event) => event.type === type);
  if (isThis && when === 'before') die();
  const appended = await append.call(this, stream, expected, events);
  if (isThis) die();
  return appended;
};
