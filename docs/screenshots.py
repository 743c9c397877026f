"""Photograph every page: both languages, light and dark, wide and narrow, a full house and an empty one; report faults.

    make screenshots                                  # starts a demo and an empty house by itself; screenshots/
    python docs/screenshots.py --sign-in LINK         # a Kolony that runs already, by its one-time link

Pages are found by following links from the desk; of pages that differ only in whom they are about, one is taken. In
the houses it started itself it also leaves an import at every step of the wizard, and two seed sets. The report lists
console errors, failed requests, and pages wider than the screen.
"""

import argparse
import re
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from docs import houses

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-sync")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
THEMES = ("light", "dark")
WIDTHS = {1440: 900, 390: 844}
STARTS = (
    "/desk/", "/desk/style", "/desk/discover/", "/desk/discover/patrol", "/desk/facts/", "/desk/style/error/404",
    "/desk/discover/runs", "/desk/discover/runs/compare", "/desk/discover/trust", "/desk/discover/newcomers",
    "/desk/discover/alike?set=nominated", "/desk/discover/yield", "/desk/people/placed",
    "/desk/discover/writers", "/desk/discover/writers?q=%E6%B9%BF%E5%BA%A6",
    "/desk/discover/seed-sets/", "/accounts/2fa/", "/accounts/audit/", "/accounts/colleagues/",
)  # fmt: skip
AT_THE_DOOR = ("/accounts/login/", "/accounts/forgotten/", "/accounts/signup/", "/desk/nowhere")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)|(?<=/)m[0-9a-z]{5}(?=/|$)")
STEPS = ("columns", "match", "dry-run", "load")
READY = {
    "columns": "tbody select",
    "match": "[name=preset]",
    "dry-run": "main .btn-neutral:visible",
    "load": "[data-dialog=undo]",
}
DIRTY = """ts,actor_id,verb,object_id,target_user_id,topic_id,title,text
2026-10-01 09:00:00,u1,topic,pNUMBER,,t1,读哪个版本 Which edition,找到了三种
2026-10-01 10:00:00,u2,reply,p2,u1,t1,,第二种有注释 The second has notes
2026-10-02,u3,like,p2,u2,t1,,
not a day,u9,reply,p9,u1,t1,,lost
"""
BUDGETS = ("30000", "12000")
WHOM = ("open", "page", "run", "before", "after", "next", "sort")
MOST_PAGES = 60
HREFS = "links => links.map(a => new URL(a.getAttribute('href'), location.href).href)"  # in drawings too
IMAGES = Path(__file__).parent / "images"


@dataclass
class Findings:
    lines: list[str] = field(default_factory=list)

    def note(self, where: str, what: str) -> None:
        line = f"{where}: {what}"
        if line not in self.lines:
            self.lines.append(line)


def shape(address: str) -> str:
    """The address without what merely says whom or which: two pages of one shape look alike."""
    parts = urlsplit(address)
    keys = sorted({key for key, _ in parse_qsl(parts.query) if key not in WHOM or key == "open"})
    return IDS.sub("*", parts.path) + ("?" + "&".join(keys) if keys else "")


def slug(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", shape(address).lower().replace("*", "one")).strip("-")


def find_pages(page: Page, origin: str, only: str, more: list[str]) -> list[str]:
    """Breadth first from the desk, one address for each shape; downloads and sign-out are left alone."""
    waiting, seen = more + [origin + start for start in STARTS], {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if shape(address) in seen:
            continue
        answer = visited(page, address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.setdefault(shape(page.url), page.url)
        seen.setdefault(shape(address), page.url)
        hrefs = page.eval_on_selector_all("a[href]", HREFS)
        waiting.extend(h.split("#")[0] for h in hrefs if h.startswith(origin + "/desk") and wanted(h))
    return [address for address in dict.fromkeys(seen.values()) if re.search(only, shape(address))]


def visited(page: Page, address: str) -> Response | None:
    """The answer of a page; nothing for a download."""
    try:
        return page.goto(address, wait_until="load")
    except PlaywrightError:
        return None


def wanted(address: str) -> bool:
    if re.search(r"\.(csv|txt|json)(\?|$)|logout|sign-out|/error/|[?&](sort|page)=", address):
        return False
    return len(parse_qsl(urlsplit(address).query)) <= 1  # combinations of filters look like their parts


def photograph(context: BrowserContext, pages: list[str], look: str, width: int, out: Path, findings: Findings) -> None:
    page = context.new_page()
    page.on("console", lambda said: _is_complaint(said) and findings.note(page.url, f"console: {said.text}"))
    page.on("pageerror", lambda error: findings.note(page.url, f"script: {error}"))
    page.on("response", lambda got: _is_missing(got) and findings.note(page.url, f"{got.status} {got.url}"))
    for address in pages:
        page.goto(address, wait_until="load")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        if wide > 1:
            findings.note(address, f"{wide} px too wide at {width} ({look})")
        page.screenshot(path=out / f"{slug(address)}-{look}-{width}.png", full_page=True)
    page.close()


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and "the server responded with a status" not in said.text


def _is_missing(got: Response) -> bool:
    """A page may be a refusal on purpose; what a page needs must be there."""
    return got.status >= 500 or (got.status >= 400 and not got.request.is_navigation_request())


def speak(context: BrowserContext, origin: str, language: str) -> None:
    """Switch the language the way a reader does, with the switch at the top of the page."""
    page = context.new_page()
    page.goto(origin + "/desk/")
    page.click(f'button[name="language"][value="{LANGUAGES[language]}"]')
    page.wait_for_load_state("load")
    page.close()


def for_the_docs(context: BrowserContext, origin: str, language: str, chosen: str) -> None:
    """The list of candidates with one card open, and a set that is `chosen`, as they first meet the eye; kept in
    docs/images."""
    page = context.new_page()
    page.goto(origin + "/desk/discover/?view=potential&list=potential")
    opened = page.eval_on_selector_all(
        "[data-open]", "rows => rows.map(row => new URL(row.dataset.open, location.href).href)"
    )
    for name, address in (("discover", opened[0]), ("seed-set", chosen)):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / (f"{name}.zh.png" if language == "zh" else f"{name}.png"))
    page.close()


def leave_imports(page: Page, origin: str) -> list[str]:
    """One import left at each step of the wizard, with a row that is refused; the addresses of the steps."""
    return [_import_up_to(page, origin, last) for last in range(len(STEPS))]


def _import_up_to(page: Page, origin: str, last: int) -> str:
    page.goto(origin + "/desk/facts/new/")
    page.fill("#id_name", "青禾读书会 Qinghe")
    rows = DIRTY.replace("NUMBER", str(last)).encode()
    page.set_input_files("#id_files", {"name": f"club-{STEPS[last]}.csv", "mimeType": "text/csv", "buffer": rows})
    for step in STEPS[: last + 1]:
        page.locator("main form button[type=submit].btn-neutral:visible").last.click()
        page.wait_for_url(re.compile(f"/loads/[0-9a-f-]+/({step}/)?$"))
        page.locator(READY[step]).first.wait_for(timeout=60_000)
    return page.url


def leave_sets(page: Page, origin: str) -> list[str]:
    """Two seed sets that are worked out, and the past asked which way to believe; the addresses of their pages."""
    sets = f"{origin}/desk/discover/seed-sets"
    left = []
    for budget in BUDGETS:
        page.goto(f"{sets}/new")
        page.fill("#id_budget", budget)
        page.locator("main form button.btn-neutral").last.click()
        page.wait_for_url(re.compile("/seed-sets/[0-9a-f-]{36}"))
        page.locator("#result").wait_for(timeout=600_000)
        left.append(page.url)
    page.goto(f"{sets}/past")
    page.locator("main form button.btn-neutral").click()
    page.locator("main [data-done], main .k-table").first.wait_for(timeout=600_000)
    return [*left, f"{sets}/compare", page.url]


def sign_in(browser: Browser, link: str) -> tuple[BrowserContext, Page]:
    """Spend the one-time link with its button."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(link)
    page.locator("form:not([action*=language]) button[type=submit]").last.click()
    page.wait_for_url("**/desk/**")
    return context, page


def take_all(browser: Browser, link: str, given: argparse.Namespace, house: str, findings: Findings) -> int:
    parts = urlsplit(link)
    origin = f"{parts.scheme}://{parts.netloc}"
    context, page = sign_in(browser, link)
    left = leave_sets(page, origin) if house == "demo" else []
    if house == "demo" and not given.docs:
        left += leave_imports(page, origin)
    pages = [] if given.docs else find_pages(page, origin, given.only, left)
    sys.stdout.write("".join(f"{address}\n" for address in pages))
    for language in given.languages:
        speak(context, origin, language)
        if given.docs:
            for_the_docs(context, origin, language, left[0])
            continue
        inside = context.storage_state()
        outside = {"cookies": [one for one in inside["cookies"] if "session" not in one["name"]], "origins": []}
        for storage, wanted in ((inside, pages), (outside, [origin + door for door in AT_THE_DOOR])):
            in_every_light(browser, storage, wanted, given, (house, language), findings)
    return len(pages)


def in_every_light(
    browser: Browser, storage: Any, pages: list[str], given: argparse.Namespace, told: tuple[str, str],
    findings: Findings,
) -> None:  # fmt: skip
    """The same pages by day and by night, on a desk and on a phone; `told` is the house and the language."""
    for theme, width in product(given.themes, given.widths if pages else ()):
        size = {"width": width, "height": WIDTHS[width]}
        room = browser.new_context(viewport=size, storage_state=storage, color_scheme=theme, locale=LOCALES[told[1]])
        room.add_cookies([{"name": "k_theme", "value": theme, "url": pages[0]}])
        photograph(room, pages, "-".join((*told, theme)), width, given.out, findings)
        room.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sign-in", help="the one-time link that `kolony demo` prints; else houses are started")
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--only", default="", help="a pattern the address must contain")
    parser.add_argument("--docs", action="store_true", help="only the pictures in docs/images")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--widths", nargs="+", type=int, choices=WIDTHS, default=list(WIDTHS))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    findings = Findings()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="kolony-") as home:
        chromium = CHROMIUM if Path(CHROMIUM).exists() else None
        browser = playwright.chromium.launch(executable_path=chromium, args=[f"--{flag}" for flag in FLAGS])
        taken = 0
        for house, opened in houses_of(given, Path(home)):
            with opened as link:
                taken += take_all(browser, link, given, house, findings)
        browser.close()
    (given.out / "report.txt").write_text("\n".join(findings.lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{taken} pages, {len(findings.lines)} findings in {given.out / 'report.txt'}\n")
    return 0


def houses_of(given: argparse.Namespace, home: Path) -> list[tuple[str, AbstractContextManager[str]]]:
    """Which houses are photographed, each with its one-time link."""
    if given.sign_in:
        return [("given", nullcontext(given.sign_in))]
    full = [("demo", houses.demo(home / "demo"))]
    return full if given.docs else [*full, ("empty", houses.empty(home / "empty"))]


if __name__ == "__main__":
    sys.exit(main())
