process.env.KEYLEDGER_TEST_READ_STORE = 'mongodb';
