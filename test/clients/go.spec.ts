import { describeClient } from './support/describe-client';

describeClient('openapi-generator for Go', {
  name: 'go',
  needs: { java: 'default-jre-headless', mvn: 'maven', go: 'golang-go' },
  sections: ['', 'openapi-generator', 'Go'],
  sources: { 'client/checkout/main.go': 'go/main.go' },
  build: 'cd client && go build -o ../checkout-program ./checkout',
  run: './checkout-program',
});
