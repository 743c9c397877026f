// The only page script that carries a chart library. Loaded, deferred, on pages with a chart.
// A chart is described by the server (frame/charts.py) in data-chart; colours come from the page's tokens.
import * as echarts from "echarts/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, BarChart, ScatterChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

const SYMBOLS = { d1: "circle", d2: "triangle", d3: "diamond", d4: "rect", d5: "roundRect", d6: "rect" };
const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function colour(name) {
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";
  pen.clearRect(0, 0, 1, 1);
  pen.fillRect(0, 0, 1, 1);
  return `#${[...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function palette() {
  const names = { ink: "--color-base-content", muted: "--k-muted", faint: "--k-faint", line: "--color-base-300", surface: "--color-base-100" };
  const found = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, colour(name)]));
  for (const series of ["d1", "d2", "d3", "d4", "d5", "d6"]) found[series] = colour(`--k-${series}`);
  return found;
}

const printed = (value, unit) => (value === null || value === undefined ? "–" : `${Number(value).toLocaleString("en", { maximumFractionDigits: 3 }).replace("-", "−")}${unit}`);

// With true places on the axis every value becomes a point; a tooltip shows its height only.
const points = (values, chart) => (chart.across.length ? values.map((value, at) => [chart.across[at], value]) : values);
const height = (value) => (Array.isArray(value) ? value.at(-1) : value);

function drawn(series, tokens, chart) {
  const base = { name: series.name, data: points(series.values, chart), itemStyle: { color: tokens[series.colour] }, emphasis: { disabled: true } };
  if (series.kind === "bar") return { ...base, type: "bar", barMaxWidth: 28, stack: series.stack || undefined, itemStyle: { ...base.itemStyle, borderRadius: series.stack ? 0 : [3, 3, 0, 0] } };
  if (series.kind === "scatter") return { ...base, type: "scatter", symbol: SYMBOLS[series.colour], symbolSize: 9 };
  const dashed = series.dashed ? "dashed" : "solid";
  return { ...base, type: "line", symbol: SYMBOLS[series.colour], symbolSize: 5, showSymbol: series.values.length <= 40, connectNulls: false, lineStyle: { width: 2, type: dashed, color: tokens[series.colour] }, areaStyle: series.area ? { opacity: 0.1, color: tokens[series.colour] } : undefined };
}

// An interval is two invisible lines, the upper stacked on the lower, with the room between them filled.
function band(series, tokens, at, chart) {
  if (!series.low) return [];
  const hidden = { type: "line", symbol: "none", silent: true, lineStyle: { opacity: 0 }, stack: `band-${at}`, tooltip: { show: false }, emphasis: { disabled: true } };
  const width = series.high.map((high, index) => (high === null || series.low[index] === null ? null : high - series.low[index]));
  return [{ ...hidden, name: "", data: points(series.low, chart) }, { ...hidden, name: "", data: points(width, chart), areaStyle: { color: tokens[series.colour], opacity: 0.16 } }];
}

const compact = (value) => new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 }).format(value);

function axes(chart, tokens, font) {
  const label = { color: tokens.muted, fontSize: 12, fontFamily: font };
  const bare = { axisLine: { show: false }, axisTick: { show: false } };
  const values = { type: "value", ...bare, axisLabel: { ...label, formatter: (value) => printed(value, chart.unit) }, splitLine: { lineStyle: { color: tokens.line } }, scale: chart.zoomed, splitNumber: 4, max: (range) => (chart.limit !== null && chart.limit > range.max ? Math.ceil(chart.limit * 1.05) : null) };
  const names = { type: "category", data: chart.categories, ...bare, boundaryGap: chart.series.some((series) => series.kind === "bar"), axisLabel: { ...label, hideOverlap: true } };
  if (chart.across.length) return { xAxis: { ...values, scale: true, min: "dataMin", max: "dataMax", splitLine: { show: false }, splitNumber: 5, axisLabel: { ...label, hideOverlap: true, formatter: (value) => chart.across_unit + compact(value) } }, yAxis: values };
  if (chart.sideways) return { yAxis: { ...names, inverse: true }, xAxis: values };
  return { xAxis: chart.categories.length ? names : { ...values, splitLine: { show: false } }, yAxis: values };
}

function option(chart) {
  const tokens = palette();
  const font = getComputedStyle(document.body).fontFamily;
  const series = chart.series.flatMap((one, at) => [...band(one, tokens, at, chart), drawn(one, tokens, chart)]);
  if (chart.limit !== null) {
    series.at(-1).markLine = { silent: true, symbol: "none", label: { position: chart.sideways ? "start" : "insideEndTop", formatter: chart.limit_words, color: tokens.muted, fontFamily: font, fontSize: 12 }, lineStyle: { color: tokens.faint, type: "dashed" }, data: [{ [chart.sideways ? "xAxis" : "yAxis"]: chart.limit }] };
  }
  if (chart.marked !== null) {
    series.at(-1).markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: tokens.ink, type: "solid", opacity: 0.55 }, data: [{ xAxis: chart.across[chart.marked] ?? chart.marked }] };
  }
  return {
    animation: false,
    grid: { left: 4, right: 12, top: chart.sideways && chart.limit !== null ? 20 : 12, bottom: 4, containLabel: true },
    tooltip: { trigger: chart.categories.length ? "axis" : "item", confine: true, backgroundColor: tokens.surface, borderColor: tokens.line, textStyle: { color: tokens.ink, fontSize: 12, fontFamily: font }, valueFormatter: (value) => printed(height(value), chart.unit), extraCssText: "box-shadow:var(--k-shadow);border-radius:8px" },
    ...axes(chart, tokens, font),
    series,
  };
}

function draw(place) {
  echarts.getInstanceByDom(place)?.dispose();
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option(JSON.parse(place.dataset.chart)));
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

const everywhere = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
new ResizeObserver(() => document.querySelectorAll("[data-chart]").forEach((place) => echarts.getInstanceByDom(place)?.resize())).observe(document.body);
addEventListener("k-theme", () => everywhere(document));
document.addEventListener("htmx:afterSettle", (event) => event.detail.elt?.querySelectorAll && everywhere(event.detail.elt));
everywhere(document);
