const everyday = require('./jest.config.cjs');

/** Real accounts and servers of this machine, made by the tests and removed after them: one file at a time, as root. */
module.exports = {
  ...everyday,
  testPathIgnorePatterns: [],
  testMatch: ['<rootDir>/test/hosts/**/*.spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
};
