"""Words for the codes of the engine's readers and store: what happened, and the way out. One entry for each code."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame.error_words import ErrorWords

FILES = {
    "E-READ-101": ErrorWords(_("“%(file)s” is not there."), _("Upload it again.")),
    "E-READ-102": ErrorWords(_("“%(file)s” is empty."), _("Export it again, then upload the new file.")),
    "E-READ-103": ErrorWords(
        _("None of these files holds events."),
        _("At least one needs columns for time and verb, or has to be an export we know."),
    ),
    "E-READ-104": ErrorWords(_("“%(file)s” has not even a header."), _("Put the names of the columns in line 1.")),
    "E-READ-105": ErrorWords(
        _("“%(file)s” unpacks to far more than its size, so it was not opened."),
        _("If it is genuine, unpack it yourself and split it by month."),
    ),
    "E-READ-106": ErrorWords(_("“%(file)s” cannot be unpacked."), _("Pack it again, or upload it unpacked.")),
    "E-READ-107": ErrorWords(_("“%(given)s” is not the name of an encoding."), _("Choose UTF-8, GB18030 or UTF-16.")),
    "E-READ-108": ErrorWords(
        _("“%(file)s” is not text as it is read now."), _("If it is UTF-16, choose that encoding.")
    ),
    "E-READ-109": ErrorWords(
        _("“%(file)s” is neither UTF-8 nor GB18030."), _("Choose the encoding in which its lines make sense.")
    ),
    "E-READ-110": ErrorWords(
        _("“%(file)s” is of no kind we know."),
        _("Use CSV, JSON, Parquet or Excel, or a .zip of a Stack Exchange dump or Discourse export."),
    ),
    "E-READ-111": ErrorWords(_("“%(file)s” has no column “%(header)s”."), _("Choose among the columns it has.")),
    "E-READ-112": ErrorWords(_("“%(column)s” is no column of an event."), _("Choose one from the list.")),
    "E-READ-113": ErrorWords(
        _("Two columns of the file are both given as “%(column)s”: %(headers)s."), _("Leave one of them out.")
    ),
    "E-READ-114": ErrorWords(_("“%(given)s” is no kind of file we read."), _("Use CSV, JSON, Parquet or Excel.")),
    "E-READ-115": ErrorWords(_("“%(given)s” is not the name of a time zone."), _("Choose one such as Asia/Shanghai.")),
    "E-READ-116": ErrorWords(
        _("In “%(file)s” no column stands for: %(missing)s."), _("Say which column of the file each of them is.")
    ),
    "E-READ-117": ErrorWords(
        _("Hardly any row of “%(file)s” can be read: %(refused)s of %(rows)s were refused."),
        _("Check the separator and the encoding; it may be another kind of file."),
    ),
    "E-READ-121": ErrorWords(_("“%(file)s” cannot be read as Parquet."), _("Write it again, or export it as CSV.")),
    "E-READ-122": ErrorWords(
        _("“%(file)s” cannot be read as a workbook."), _("Save it again as .xlsx without a password, or as CSV.")
    ),
    "E-READ-123": ErrorWords(_("“%(file)s” has no sheet “%(given)s”."), _("There are: %(sheets)s.")),
    "E-READ-131": ErrorWords(
        _("“%(file)s” declares entities, which no dump does, so it was not read."),
        _("Use the dump as it was published."),
    ),
    "E-READ-132": ErrorWords(
        _("“%(file)s” is broken at line %(line)s."),
        _("Get the file once more; it seems cut off or was changed by hand."),
    ),
    "E-READ-133": ErrorWords(
        _("The dump has no Posts.xml."), _("Pack all files of the dump into one .zip, Posts.xml among them.")
    ),
    "E-READ-134": ErrorWords(
        _("“%(file)s” is too large to be read whole."), _("Export the forum in several smaller files.")
    ),
    "E-READ-136": ErrorWords(
        _("“%(file)s” does not say whose archive it is."),
        _("Give it the name it was downloaded under: user_archive-<member>-<date>.csv."),
    ),
}

ROWS = {
    "E-READ-201": ErrorWords(
        _("These bytes are no text in the encoding of the file."), _("Choose another encoding, or save the line again.")
    ),
    "E-READ-202": ErrorWords(_("The line does not end within a million bytes."), _("Look for a missing line break.")),
    "E-READ-203": ErrorWords(_("The text holds a NUL sign."), _("Take the sign away; no text needs it.")),
    "E-READ-204": ErrorWords(_("There is text after a closing quote."), _("Double the quotes inside the cell.")),
    "E-READ-205": ErrorWords(_("A quote is opened and not closed."), _("Close it, or take it away.")),
    "E-READ-206": ErrorWords(_("The cell is too long."), _("Shorten the text.")),
    "E-READ-207": ErrorWords(
        _("The row has more or fewer cells than the header."), _("Look for a missing or an extra separator.")
    ),
    "E-READ-211": ErrorWords(_("There is no time."), _("Give the day at least, such as 2026-11-19.")),
    "E-READ-212": ErrorWords(_("This is no time."), _("Write it as 2026-11-19 08:30:00, or the day alone.")),
    "E-READ-213": ErrorWords(
        _("It is not clear which number is the day and which the month."), _("Write the year first: 2026-11-19.")
    ),
    "E-READ-214": ErrorWords(_("The time is before 1971 or after 2099."), _("Check the year.")),
    "E-READ-215": ErrorWords(_("The time is still to come."), _("Check the year, and which number is the month.")),
    "E-READ-221": ErrorWords(_("This is no number."), _("Write 12000 or 1.2万, without any other sign.")),
    "E-READ-231": ErrorWords(_("There is no verb."), _("Say what was done: topic, reply, like, buy and so on.")),
    "E-READ-232": ErrorWords(_("The id is too long."), _("Check that the column is an id and not a text.")),
    "E-READ-233": ErrorWords(_("This is no id."), _("Check the column.")),
    "E-READ-234": ErrorWords(_("What is needed here is missing."), _("Fill the cell.")),
    "E-READ-241": ErrorWords(_("This is not JSON."), _("Each line has to be one whole JSON object.")),
    "E-READ-242": ErrorWords(_("The line holds JSON, but no object."), _("Write {…} with the names of the columns.")),
}

STORE = {
    "E-STORE-201": ErrorWords(
        _("“%(file)s” was loaded before, as “%(known_as)s”."), _("Leave this file out and import the others.")
    ),
    "E-STORE-202": ErrorWords(
        _("“%(given)s” cannot be the key of a community."), _("Use letters, digits and hyphens, at most 64.")
    ),
    "E-STORE-203": ErrorWords(
        _("Later imports lean on this one: they skipped events that are only here."),
        _("Take the later imports out first, the newest before the others."),
    ),
    "E-STORE-204": ErrorWords(
        _("Not one row could be read as an event; %(refused)s were refused."),
        _("Check the columns and the encoding; the refused rows say why."),
    ),
    "E-STORE-205": ErrorWords(_("This import is in the store already."), _("Reload the page to see where it stands.")),
    "E-STORE-206": ErrorWords(_("The store does not know this import."), _("Reload the page to see where it stands.")),
}

ENGINE = {
    "E-ENGINE-101": ErrorWords(_("“%(given)s” is no engine."), _("Choose duckdb or spark.")),
    "E-ENGINE-102": ErrorWords(_("Spark is chosen but not installed."), _("Install %(extra)s, or choose duckdb.")),
    "E-ENGINE-103": ErrorWords(
        _("“%(option)s” works for Parquet files in the contract's own columns only."),
        _("Load the files into the store, or convert them to Parquet first."),
    ),
    "E-RECOG-101": ErrorWords(
        _("“%(given)s” does not say what counts as recognition."),
        _("Choose a preset, or write weights like: like=1,accepted=5."),
    ),
    "E-RECOG-102": ErrorWords(_("The weight of “%(verb)s” is not a number: %(given)s."), _("Write it like: like=1.")),
    "E-RECOG-103": ErrorWords(_("“%(verb)s” has two weights."), _("Keep one of them.")),
}

READER_REFUSALS: dict[str, ErrorWords] = {**FILES, **ROWS, **STORE, **ENGINE}
