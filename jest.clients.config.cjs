const everyday = require('./jest.config.cjs');

/** What reads the API as its users' tools do: a linter, and clients generated from its document. `npm run test:clients`. */
module.exports = {
  ...everyday,
  testPathIgnorePatterns: [],
  testMatch: ['<rootDir>/test/clients/**/*.spec.ts'],
  // A generator reads the document, and a compiler what came of it, before the first test.
  testTimeout: 900_000,
};
