// Builds what the pages load and writes it where Django serves it. `--check` builds beside and compares.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { usedIcons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const committed = join(here, "../src/kolony/ground/frame/static/frame");
const checking = process.argv.includes("--check");
const target = checking ? mkdtempSync(join(tmpdir(), "kolony-assets-")) : committed;
const from = (...parts) => join(here, "node_modules", ...parts);
const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;

const VENDORED = [
  ["htmx.min.js", "htmx.org", from("htmx.org/dist/htmx.min.js")],
  ["inter-latin.woff2", "@fontsource-variable/inter", from("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")],
  ["fonts/noto-sans-sc-400.woff2", "@fontsource/noto-sans-sc", from("@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2")],
  ["fonts/noto-sans-sc-700.woff2", "@fontsource/noto-sans-sc", from("@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff2")],
];
const OWN = [["icon.svg", join(here, "icon.svg")]];
const BUILT = { "icon.svg": [], "kolony.css": ["tailwindcss", "daisyui"], "sprite.svg": ["lucide-static"], "charts.js": ["echarts", "zrender", "tslib"], "app.js": [], "theme.js": [] };

function sprite() {
  const symbols = usedIcons(join(here, "..")).map((name) => {
    const svg = readFileSync(from("lucide-static/icons", `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.indexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim()}</symbol>`;
  });
  writeFileSync(join(target, "sprite.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function scripts() {
  const shared = { bundle: true, minify: true, format: "iife", target: "es2022", legalComments: "none", logLevel: "warning" };
  await build({ ...shared, entryPoints: ["app", "theme"].map((name) => join(here, "js", `${name}.js`)), outdir: target });
  await build({ ...shared, entryPoints: [join(here, "js/charts.js")], outfile: join(target, "charts.js"), banner: { js: "/* Apache ECharts 6.1.0, Apache-2.0, with zrender, BSD-3-Clause */" } });
}

function styles() {
  const cli = from("@tailwindcss/cli/dist/index.mjs");
  execFileSync(process.execPath, [cli, "-i", join(here, "css/kolony.css"), "-o", join(target, "kolony.css"), "--minify"], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
}

function licences(names) {
  return names.map((name) => ({ name, version: lock[`node_modules/${name}`].version, licence: lock[`node_modules/${name}`].license }));
}

function manifest() {
  const sha256 = (file) => createHash("sha256").update(readFileSync(join(target, file))).digest("hex");
  const entries = {};
  for (const [file, name] of VENDORED) entries[file] = { sha256: sha256(file), from: licences([name]) };
  for (const [file, names] of Object.entries(BUILT)) entries[file] = { sha256: sha256(file), from: licences(names) };
  const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(target, "vendored.json"), `${JSON.stringify(sorted, null, 2)}\n`);
}

function licenceTexts() {
  const names = ["htmx.org", "@fontsource-variable/inter", "@fontsource/noto-sans-sc", "tailwindcss", "daisyui", "lucide-static", "echarts", "zrender", "tslib"];
  const texts = names.map((name) => {
    const file = readdirSync(from(name)).find((entry) => /^licen[cs]e/i.test(entry));
    return `==== ${name} ${lock[`node_modules/${name}`].version} (${lock[`node_modules/${name}`].license}) ====\n\n${readFileSync(from(name, file), "utf8").trim()}\n`;
  });
  writeFileSync(join(target, "LICENSES.txt"), texts.join("\n"));
}

function differences() {
  const listing = (root) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return [...new Set([...listing(committed), ...listing(target)])].filter((file) => {
    try { return !readFileSync(join(committed, file)).equals(readFileSync(join(target, file))); } catch { return true; }
  });
}

mkdirSync(join(target, "fonts"), { recursive: true });
for (const [file, source] of [...VENDORED.map(([file, , source]) => [file, source]), ...OWN]) cpSync(source, join(target, file));
sprite();
await scripts();
styles();
licenceTexts();
manifest();
if (checking) {
  const changed = differences();
  rmSync(target, { recursive: true });
  if (changed.length) {
    console.error(`Not what is committed, run npm run build: ${changed.join(", ")}`);
    process.exit(1);
  }
}
