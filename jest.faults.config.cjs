const everyday = require('./jest.config.cjs');

/** What takes root: faults of the machine itself, on devices that the tests make and remove. */
module.exports = { ...everyday, testPathIgnorePatterns: [], testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] };
