import { runProgram } from './run-program';

/** The names of all groups of an account, its primary one too, by the system's own word. Undefined: it can't be told. */
export const groupsOf = async (name: string): Promise<readonly string[] | undefined> => {
  // Ended by NUL each: a directory's groups may have blanks in their names.
  const { code, output } = await runProgram({ name: 'id', args: ['-Gnz', '--', name] });
  return code === 0 ? output.split('\0').filter((each) => each !== '') : undefined;
};
