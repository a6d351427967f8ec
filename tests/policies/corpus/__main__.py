from tests.policies.corpus import record

record()
