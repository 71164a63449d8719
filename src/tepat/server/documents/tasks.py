"""Background work of this room: files that take longer than a person waits."""

from django_tasks import task

from tepat.server.documents import services
from tepat.server.documents.models import PaperJob


@task()
def make_files(job: int) -> None:
    """Make the files of one job."""
    services.work_on(PaperJob.objects.select_related("scope").get(pk=job))
