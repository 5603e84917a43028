// Jest on Node 20 can't require() ES modules: what Node would load as one is compiled to CommonJS, the rest is left alone.
const { createTransformer } = require('@swc/jest');
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const known = new Map();

function isModuleFolder(folder) {
  if (known.has(folder)) return known.get(folder);
  const manifest = join(folder, 'package.json');
  const parent = dirname(folder);
  let answer;
  if (existsSync(manifest)) answer = JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  else if (parent === folder || folder.endsWith('node_modules')) answer = false;
  else answer = isModuleFolder(parent);
  known.set(folder, answer);
  return answer;
}

exports.createTransformer = (options) => {
  const swc = createTransformer(options);
  return {
    ...swc,
    process: (source, file, context) =>
      file.endsWith('.mjs') || (!file.endsWith('.cjs') && isModuleFolder(dirname(file)))
        ? swc.process(source, file, context)
        : { code: source },
  };
};
