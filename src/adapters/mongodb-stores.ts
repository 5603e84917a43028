/**
 * All that lies in MongoDB, in one place to be imported when something does: the driver takes memory, and time at every start, that
 * a node of embedded stores does without.
 */
export { mongoEvidence } from './evidence/mongo-evidence-store';
export { MaterialDatabase } from './material-store/mongodb/material-database';
export { openMongoMaterial } from './material-store/mongodb/open-mongo-material';
export { ownKeyDocuments } from './material-store/mongodb/own-key-documents';
export { assertNoServer } from './mongodb/assert-no-server';
export { Mongo } from './mongodb/mongo';
export { mongoLease } from './mongodb/mongo-lease';
export { mongoPresence } from './presence/mongo-presence';
export { openMongoReads } from './read-store/mongodb/open-mongo-reads';
