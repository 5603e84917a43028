const everyday = require('./jest.config.cjs');

/** What starts programs of its own, servers, agents and command lines, each of which takes its time: `npm run test:programs`. */
module.exports = {
  ...everyday,
  testPathIgnorePatterns: ['/node_modules/'],
  testRegex: everyday.testPathIgnorePatterns.filter((pattern) => pattern.endsWith('\\.spec\\.ts$')),
  testMatch: undefined,
};
