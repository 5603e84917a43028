import { describeClient } from './support/describe-client';
import { JAVA } from './support/java';

describeClient('openapi-generator for Java, java.net.http and Jackson', {
  ...JAVA,
  name: 'java-native',
  needs: { ...JAVA.needs, jq: 'jq' },
  sections: ['', 'openapi-generator', 'Java with java.net.http and Jackson'],
  sources: { ...JAVA.sources, 'Library.java': 'java/native/Library.java' },
});
