const { join } = require('node:path');
const base = require('./jest.config.cjs');

/** For `npm run mutation`: the specs beside the code. A mutant that only a whole server notices is one that no spec describes. */
module.exports = { ...base, roots: [join(__dirname, 'src')] };
