"""Photograph every desk page of a running Kolony: both languages, light and dark, wide and narrow; report faults.

    kolony demo                                       # prints a one-time sign-in link
    python docs/screenshots.py --sign-in LINK         # writes screenshots/*.png and screenshots/report.txt

Pages are found by following links from the desk; of pages that differ only in whom they are about, one is taken.
The report lists console errors, failed requests, and pages wider than the screen.
"""

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-sync")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("light", "dark")
WIDTHS = {1440: 900, 390: 844}
STARTS = ("/desk/", "/desk/style", "/desk/discover/", "/desk/discover/patrol", "/desk/facts/")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)|(?<=/)m[0-9a-z]{5}(?=/|$)")
WHOM = ("open", "page", "run", "before", "after", "next", "sort")
MOST_PAGES = 60
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


def find_pages(page: Page, origin: str, only: str) -> list[str]:
    """Breadth first from the desk, one address for each shape; downloads and sign-out are left alone."""
    waiting, seen = [origin + start for start in STARTS], {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if shape(address) in seen:
            continue
        answer = visited(page, address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen[shape(address)] = page.url if answer.status < 400 else address
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        waiting.extend(h.split("#")[0] for h in hrefs if h.startswith(origin + "/desk") and wanted(h))
    return [address for kind, address in seen.items() if re.search(only, kind)]


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
    page.on("console", lambda said: said.type == "error" and findings.note(page.url, f"console: {said.text}"))
    page.on("pageerror", lambda error: findings.note(page.url, f"script: {error}"))
    page.on("response", lambda got: got.status >= 400 and findings.note(page.url, f"{got.status} {got.url}"))
    for address in pages:
        page.goto(address, wait_until="load")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        if wide > 1:
            findings.note(address, f"{wide} px too wide at {width} ({look})")
        page.screenshot(path=out / f"{slug(address)}-{look}-{width}.png", full_page=True)
    page.close()


def speak(context: BrowserContext, origin: str, language: str) -> None:
    """Switch the language the way a reader does, with the switch at the top of the page."""
    page = context.new_page()
    page.goto(origin + "/desk/")
    page.click(f'button[name="language"][value="{LANGUAGES[language]}"]')
    page.wait_for_load_state("load")
    page.close()


def for_the_readme(context: BrowserContext, origin: str, language: str) -> None:
    """The list of candidates with one card open, as it first meets the eye; kept in docs/images."""
    page = context.new_page()
    page.goto(origin + "/desk/discover/?view=potential&list=potential")
    opened = page.eval_on_selector_all(
        "[data-open]", "rows => rows.map(row => new URL(row.dataset.open, location.href).href)"
    )
    page.goto(opened[0])
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / ("discover.zh.png" if language == "zh" else "discover.png"))
    page.close()


def take_all(browser: Browser, given: argparse.Namespace, findings: Findings) -> int:
    parts = urlsplit(given.sign_in)
    origin = f"{parts.scheme}://{parts.netloc}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(given.sign_in)
    for button in page.query_selector_all("main form button[type=submit]")[:1]:
        button.click()
        page.wait_for_load_state("load")
    pages = [] if given.readme else find_pages(page, origin, given.only)
    sys.stdout.write("".join(f"{address}\n" for address in pages))
    for language in given.languages:
        speak(context, origin, language)
        if given.readme:
            for_the_readme(context, origin, language)
            continue
        state = context.storage_state()
        for theme in given.themes:
            for width in given.widths:
                room = browser.new_context(
                    viewport={"width": width, "height": WIDTHS[width]}, storage_state=state, color_scheme=theme
                )
                room.add_cookies([{"name": "k_theme", "value": theme, "url": origin}])
                photograph(room, pages, f"{language}-{theme}", width, given.out, findings)
                room.close()
    return len(pages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sign-in", required=True, help="the one-time link that `kolony demo` prints")
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--only", default="", help="a pattern the address must contain")
    parser.add_argument("--readme", action="store_true", help="only the two pictures of the README")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--widths", nargs="+", type=int, choices=WIDTHS, default=list(WIDTHS))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    findings = Findings()
    with sync_playwright() as playwright:
        chromium = CHROMIUM if Path(CHROMIUM).exists() else None
        browser = playwright.chromium.launch(executable_path=chromium, args=[f"--{flag}" for flag in FLAGS])
        taken = take_all(browser, given, findings)
        browser.close()
    (given.out / "report.txt").write_text("\n".join(findings.lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{taken} pages, {len(findings.lines)} findings in {given.out / 'report.txt'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
