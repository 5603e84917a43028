import { VERIFY_USAGE, verifyCommand } from './verify-command';

const said = { out: '', err: '' };
beforeEach(() => {
  Object.assign(said, { out: '', err: '' });
  jest.spyOn(console, 'log').mockImplementation((text: string) => void (said.out += text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void (said.err += text));
});
afterEach(() => jest.restoreAllMocks());

test.each(['--help', '-h'])('%s tells how the file is called, and what its exit codes mean', async (option) => {
  expect(await verifyCommand([option])).toBe(0);
  expect(said.out).toContain(VERIFY_USAGE);
  expect(said.out).toMatch(/0 nothing found, 1 findings, 2/);
  expect(said.err).toBe('');
});

test.each([
  ['no bundle', ['--key', 'k']],
  ['no key', ['bundle.tar']],
  ['a key that is none', ['bundle.tar', '--key', 'k']],
  [
    'a bundle that is not there',
    ['no-such.tar', '--key', 'example.com/foo+530d903a+AYFu+3HF2EtYaIvw9DKZ3+7YiTvCLfqB+hPoDIKVZzKw'],
  ],
  ['an option that is none', ['bundle.tar', '--nonsense']],
])('%s ends with exit code 2, and why on the error output alone', async (_, args) => {
  expect(await verifyCommand(args)).toBe(2);
  expect(said.out).toBe('');
  expect(said.err).toMatch(/^It could not be verified: ./);
});
