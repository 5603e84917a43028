import { agentCommand } from './command';
import { AGENT_USAGE } from './usage';

/** The agent as one file on a host: `node keyledger-agent.cjs …`, the same as `keyledger agent …`. */
const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    process.stdout.write(`node keyledger-agent.cjs ${AGENT_USAGE}\n`);
    return 0;
  }
  try {
    return await agentCommand(args, process.env);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const calledWrongly = String(code).startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`keyledger agent: ${message}\n${calledWrongly ? `Usage: ${AGENT_USAGE}\n` : ''}`);
    return calledWrongly ? 2 : 1;
  }
};

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
