const { existsSync } = require('node:fs');
const { join } = require('node:path');

const jsc = { target: 'es2023', keepClassNames: true };
const ts = {
  swcrc: false,
  sourceMaps: true,
  module: { type: 'commonjs' },
  jsc: {
    ...jsc,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
const esm = {
  swcrc: false,
  sourceMaps: false,
  module: { type: 'commonjs' },
  jsc: { ...jsc, parser: { syntax: 'ecmascript' } },
};

module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  roots: ['src', 'projections', 'wire', 'cli', 'test'].map((room) => join(__dirname, room)).filter(existsSync),
  testMatch: ['**/*.spec.ts'],
  setupFiles: ['reflect-metadata'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transformIgnorePatterns: [],
  transform: {
    '^.+\\.ts$': ['@swc/jest', ts],
    '/node_modules/.+\\.m?js$': ['<rootDir>/test/support/jest-esm-transform.cjs', esm],
  },
};
