import { describeClient } from './support/describe-client';
import { JAVA } from './support/java';

describeClient('openapi-generator for Java, OkHttp and Gson', {
  ...JAVA,
  name: 'java-okhttp',
  sections: ['', 'openapi-generator', 'Java with OkHttp and Gson'],
  sources: { ...JAVA.sources, 'Library.java': 'java/okhttp-gson/Library.java' },
});
