const { join } = require('node:path');
const base = require('./jest.config.cjs');

/** For `npm run mutation`: the specs beside the code, which start no server; random walks take seconds, and say nowhere what is so. */
module.exports = {
  ...base,
  roots: ['domain', 'access', 'commands'].map((room) => join(__dirname, 'src', room)),
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/random-[a-z]+\\.spec\\.ts$'],
};
