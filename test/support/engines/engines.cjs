process.env.KEYLEDGER_TEST_EVENT_STORE = 'eventstoredb';
process.env.KEYLEDGER_TEST_READ_STORE = 'mongodb';
