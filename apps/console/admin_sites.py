"""The two admin sites: one inside a workspace for who may configure it, one for the installation's own staff.

Stock Django admin under our look. Nothing is saved here straight from a form: what money, policy or permission hangs on
is changed by a proposal.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from apps.core.errors import NotEntitled
from apps.workspaces.access import Right, who_may
from apps.workspaces.models import Pause, User

_View = TypeVar("_View", bound=Callable[..., Any])
if TYPE_CHECKING:
    _Admin = ModelAdmin[Model]  # generic for the type checker alone
else:
    _Admin = ModelAdmin


class Site(AdminSite):
    site_title = "Countersign"
    empty_value_display = "none"
    enable_nav_sidebar = True

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            self.refuse_strangers(request)
            return inner(request, *arguments, **named)

        return cast(_View, update_wrapper(checked, view))

    def refuse_strangers(self, request: HttpRequest) -> None:
        raise NotImplementedError

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect_to_login(request.get_full_path())


class Console(Site):
    """The console of the workspace in scope, under /w/<slug>/admin/ (see door.py)."""

    site_header = "Console"
    index_title = "Console"

    def has_permission(self, request: HttpRequest) -> bool:
        return Right.CONFIGURE in getattr(request, "rights", ())

    def refuse_strangers(self, request: HttpRequest) -> None:
        if not self.has_permission(request):
            raise NotEntitled(f"You may not open the console. {who_may(Right.CONFIGURE)} may.")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        workspace = getattr(request, "workspace", None)
        if workspace is None:
            return super().each_context(request)
        home = f"/w/{workspace.slug}/"
        return {
            **super().each_context(request),
            "site_header": f"{workspace.name}: console",
            "site_url": home,
            "pause_url": f"{home}pause/",
            "paused": Pause.objects.filter(resumed_at=None).exists(),
        }


class Ops(Site):
    """The installation's own console. It sees no tenant's rows: no workspace is in scope here."""

    site_header = "Countersign operations"
    index_title = "Operations"
    site_url = "/"

    def refuse_strangers(self, request: HttpRequest) -> None:
        if isinstance(request.user, User) and not self.has_permission(request):
            raise Http404


class Shown(_Admin):
    """To look at. Changes go through the product's verbs."""

    list_per_page: ClassVar[int] = 50
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A list is filtered by what it offers: any other field would answer guesses about what it does not show."""
        return lookup.partition("__")[0] in {"id", "pk", *self.get_list_filter(request)}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


console = Console(name="console")
ops = Ops(name="ops")
