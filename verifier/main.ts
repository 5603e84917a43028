import { verifyCommand } from './verify-command';

process.exitCode = verifyCommand(process.argv.slice(2));
