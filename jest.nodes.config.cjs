const everyday = require('./jest.config.cjs');

/** What rests on Node itself: `npm run test:nodes` runs it on each line that is supported. */
module.exports = {
  ...everyday,
  testPathIgnorePatterns: [
    '/node_modules/',
    // Rules of ours about what an engine has answered: that its driver speaks on a line of Node the contract suites tell.
    '<rootDir>/src/adapters/event-store/eventstoredb/(added-metadata|append-call|bounds|new-ids|outage-detector).spec.ts',
    '<rootDir>/src/adapters/read-store/mongodb/(former-layout|mongo-snapshots|stable-names).spec.ts',
    // A program in Go reads the bytes; that they are the same bytes `wire/tlog` and the verifier's own specs tell.
    '<rootDir>/verifier/tessera-fsck.spec.ts',
  ],
  testMatch: [
    // How texts, addresses and files are read.
    '<rootDir>/src/{config,kernel}/**/*.spec.ts',
    // What is native, and what signs, seals, hashes and speaks TLS.
    '<rootDir>/src/adapters/{evidence,event-store,marks,material-store,outside,read-store,root-key,sealing,sinks,sqlite,tokens}/**/*.spec.ts',
    '<rootDir>/{wire,agent,verifier}/**/*.spec.ts',
    // The main job over HTTP, and the edge that a request comes in by.
    '<rootDir>/test/acceptance/{audit-trail,bad-input,break-glass,checkout,compressed-answers,external-issuer,first-light,reveal,rotation}.spec.ts',
    // The programs as they are started, killed, put back and asked.
    '<rootDir>/test/acceptance/{cli-operations,cli-restore,crash,evidence-witness,outside-sinks,real-agent,start,start-checks}.spec.ts',
  ],
};
