process.argv.push('--config', 'jest.clients.config.cjs');
await import('./test.mjs');
