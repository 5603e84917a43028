process.env.KEYLEDGER_TEST_EVENT_STORE = 'eventstoredb';
