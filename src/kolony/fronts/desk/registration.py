"""What the desk tells the others when it starts."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import menu


def register() -> None:
    """Called when the app is ready."""
    menu.register(menu.MenuEntry(key="today", label=_("Today"), icon="sun", url_name="desk:today", section="top"))
    menu.answer_palette_at("desk:palette")
    menu.register(
        menu.MenuEntry(
            key="people", label=_("People"), icon="contact-round", url_name="desk:people", order=10, action="people.see"
        )
    )
