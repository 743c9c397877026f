// Which Lucide icons the house uses: read from templates and from Python, so that the sprite holds no more.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const IN_TEMPLATES = [/<c-icon\s[^>]*?name="([a-z][a-z0-9-]*)"/g, /\{%\s*icon\s+"([a-z][a-z0-9-]*)"/g, /\sicon="([a-z][a-z0-9-]*)"/g];
const IN_PYTHON = [/\bicon(?:_name)?\s*[=:]\s*"([a-z][a-z0-9-]*)"/g];
const LIKE_AN_ICON = /"([a-z]+(?:-[a-z0-9]+)+)"/g; // words with a hyphen in Python that Lucide knows are icons handed on as data

function files(root, ending) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

export function usedIcons(repository) {
  const src = join(repository, "src/kolony");
  const lucide = join(repository, "assets/node_modules/lucide-static/icons");
  const named = readFileSync(join(repository, "assets/icons.txt"), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const found = new Set(named);
  for (const [ending, patterns] of [[".html", IN_TEMPLATES], [".py", IN_PYTHON]]) {
    for (const text of files(src, ending)) {
      for (const pattern of patterns) for (const match of text.matchAll(pattern)) found.add(match[1]);
    }
  }
  for (const text of files(src, ".py")) {
    for (const [, name] of text.matchAll(LIKE_AN_ICON)) if (existsSync(join(lucide, `${name}.svg`))) found.add(name);
  }
  return [...found].sort();
}
