"""Runs scim2-tester against a server: one JSON object a line for each check. Arguments: the URL; SCIM_TOKEN is the token.

/Schemas can't say that a userName is an e-mail address, nor that emails repeat it: that much the tester is told.
"""

import json
import os
import sys
import uuid

import scim2_tester.filling as filling

example_value = filling.get_random_example_value
fix_primary = filling.fix_primary_attributes


def example_or_address(path):
    return f"{uuid.uuid4()}@example.com" if str(path).endswith("userName") else example_value(path)


def repeat_address(obj):
    fix_primary(obj)
    name, emails = getattr(obj, "user_name", None), getattr(obj, "emails", None)
    if not name or not emails:
        return
    if obj.id:
        # A replacement keeps its userName: the tester puts that back, and not the lists.
        obj.emails = None
        return
    for email in emails:
        email.value, email.type = name, "work"


filling.get_random_example_value = example_or_address
filling.fix_primary_attributes = repeat_address

from httpx2 import Client  # noqa: E402
from scim2_client.engines.httpx2 import SyncSCIMClient  # noqa: E402
from scim2_tester import check_server  # noqa: E402

headers = {"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}
scim = SyncSCIMClient(Client(base_url=sys.argv[1], headers=headers))
scim.discover()
for result in check_server(scim):
    told = {"status": result.status.name, "check": result.title, "type": result.resource_type, "reason": result.reason}
    print(json.dumps(told))
