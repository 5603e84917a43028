import { install, isInstalled } from './mongo-server.mjs';
import { say, stop } from './say.mjs';

// Makes a server of MongoDB's protocol ready for the tests; they start it themselves when MONGODB_URL names none.
if (process.env.MONGODB_URL) {
  say('the tests use the MongoDB of MONGODB_URL.');
} else if (!isInstalled()) {
  say('fetching a MongoDB server for tests …');
  try {
    install();
  } catch (error) {
    stop(`there is no MongoDB for the tests: ${error.message}; install a JDK and Maven, or set MONGODB_URL.`);
  }
}
