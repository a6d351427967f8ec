"""What an organisation's policy in force means, for all of its workspaces to read."""

from django.db import models

from apps.workspaces.models import Organisation


class Charter(models.Model):
    """The version that stands above the workspaces of an organisation. Each of them sees it; its seat alone writes it,
    where its versions, drafts and signatures are.
    """

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="charter"
    )
    version_id = models.UUIDField()  # of the seat's policy
    name = models.CharField(max_length=120)  # acme_v3
    sentences = models.JSONField()
    rules = models.JSONField()  # what each means, by the ids of the seat
    last_editor_id = models.UUIDField(null=True)
    since = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name
