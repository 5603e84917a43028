import { foldTime } from './fold-time';
import { FOLDS } from './folds';

/** A program: tells how long folds take, as JSON. */
const times = FOLDS.flatMap((fold) => [foldTime(fold, 'passing'), foldTime(fold, 'gathering')]);
process.stdout.write(JSON.stringify(times));
