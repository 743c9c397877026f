"""Words for this room's own refusals: what happened, and the way out."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame.error_words import ErrorWords

REFUSALS = {
    "E-FACT-404": ErrorWords(
        _("There is no such import, or none that you may see."),
        _("Look in the list of imports under Data & imports."),
    ),
    "E-FACT-405": ErrorWords(
        _("There is no community with the key “%(platform)s”."),
        _("Data & imports lists those that are here."),
    ),
    "E-FACT-409": ErrorWords(
        _("This import has moved on meanwhile: it is now “%(state)s”."),
        _("Reload the page to see where it stands."),
    ),
    "E-FACT-201": ErrorWords(
        _("These very bytes are already here, as the import “%(name)s” of %(day)s."),
        _("Open that import. If the file was meant to be different, export it again."),
    ),
    "E-FACT-202": ErrorWords(
        _("“%(name)s” is larger than %(limit_mb)s MB, the most that can be uploaded here."),
        _("Pack it as .zip, split it by month, or have the owner load it from a path on the server."),
    ),
    "E-FACT-203": ErrorWords(
        _("“%(name)s” cannot be unpacked: it is not a whole .zip archive."),
        _("Pack the folder as .zip again and upload it once more. A .7z must be unpacked first."),
    ),
    "E-FACT-204": ErrorWords(
        _("The archive holds an entry that is not safe to unpack: “%(name)s”."),
        _("Pack the plain files again: no links, no passwords, no names that lead out of the folder."),
    ),
    "E-FACT-205": ErrorWords(
        _("“%(name)s” unpacks to far more than it looks, or to more than %(limit_mb)s MB."),
        _("If the archive is genuine, unpack it and have the owner load it from a path on the server."),
    ),
    "E-FACT-206": ErrorWords(
        _("“%(path)s” is outside the folder that may be imported from."),
        _("Put the files into %(folder)s on the server, then give that path."),
    ),
    "E-FACT-207": ErrorWords(
        _("There is nothing to read in “%(name)s”."),
        _("Choose a file with events, or a .zip of an export folder."),
    ),
    "E-FACT-208": ErrorWords(
        _("Without these columns a row is not an event: %(columns)s."),
        _("Say which column of the file each of them is."),
    ),
    "E-FACT-209": ErrorWords(
        _("Two columns of the file are both given as: %(columns)s."),
        _("Keep one of them and leave the other out."),
    ),
    "E-FACT-221": ErrorWords(
        _("In “%(file)s” a row is not complete without: %(columns)s."),
        _("Say which column each of them is, or leave all columns of this file out."),
    ),
    "E-FACT-222": ErrorWords(
        _("Two columns of “%(file)s” are both given as: %(columns)s."),
        _("Keep one of them and leave the other out."),
    ),
    "E-FACT-223": ErrorWords(
        _("None of the files tells what happened."),
        _("Say in at least one of them what time, who and what was done are."),
    ),
    "E-FACT-224": ErrorWords(
        _("“%(file)s” holds events, so it cannot say who the members are too."),
        _("Leave the name out here; a file that says who is who has an id and a name in each row."),
    ),
    "E-FACT-210": ErrorWords(
        _("“%(encoding)s” is not an encoding we read."),
        _("Choose UTF-8, GB18030 or UTF-16."),
    ),
    "E-FACT-211": ErrorWords(
        _("The worker stopped in the middle of loading. Nothing of this import was kept."),
        _("Start the load again."),
    ),
    "E-FACT-212": ErrorWords(
        _("Another source already has the name “%(name)s” or the key “%(platform)s”."),
        _("Choose that source, or another name."),
    ),
    "E-FACT-213": ErrorWords(
        _("The reason is missing."),
        _("Say in a few words why; it stays in the history."),
    ),
    "E-FACT-214": ErrorWords(
        _("“%(given)s” does not say what counts as recognition."),
        _("Choose a preset, or write weights like: like=1,accepted=5."),
    ),
    "E-FACT-216": ErrorWords(
        _("Another import is being written at this moment."),
        _("Try again when it is done."),
    ),
    "E-FACT-220": ErrorWords(
        _("There is no room left on the server's disk. Nothing of this import was kept."),
        _("Ask whoever looks after the server to make room, then try again."),
    ),
    "E-FACT-219": ErrorWords(
        _("The workbook has no sheet “%(sheet)s”."),
        _("Choose one of those that are listed."),
    ),
    "E-FACT-218": ErrorWords(
        _("This run has moved on meanwhile: it is now “%(state)s”."),
        _("Reload the page to see where it stands."),
    ),
}
