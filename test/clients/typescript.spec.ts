import { describeClient } from './support/describe-client';

describeClient('openapi-typescript and openapi-fetch', {
  name: 'typescript',
  needs: {},
  sections: ['', 'TypeScript'],
  sources: { 'checkout.mts': 'typescript/checkout.mts', 'tsconfig.json': 'typescript/tsconfig.json' },
  build: `npx --no -- tsc -p .
    npx --no -- esbuild checkout.mts --bundle --platform=node --format=esm --log-level=error --outfile=checkout.mjs`,
  run: 'node checkout.mjs',
});
