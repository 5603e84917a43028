import { describeClient } from './support/describe-client';

describeClient('openapi-generator for Python', {
  name: 'python',
  needs: { java: 'default-jre-headless', mvn: 'maven', python3: 'python3-venv' },
  sections: ['', 'openapi-generator', 'Python'],
  sources: { 'checkout.py': 'python/checkout.py' },
  build: 'python3 -m venv venv && venv/bin/pip install --quiet -r client/requirements.txt',
  run: 'PYTHONPATH=client venv/bin/python checkout.py',
});
