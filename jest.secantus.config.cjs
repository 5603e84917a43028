const everyday = require('./jest.config.cjs');

/** What every server of MongoDB's protocol must pass, on one that has views and validators: `npm run test:secantus`. */
module.exports = {
  ...everyday,
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: [
    '<rootDir>/src/adapters/{read-store,material-store}/mongodb/*.spec.ts',
    '<rootDir>/src/adapters/{presence,evidence,mongodb}/mongo-*.spec.ts',
  ],
};
