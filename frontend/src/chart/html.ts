/** The kinds that are HTML: rankings, rankings round zero, word clouds, and legends. */
import { roleColor } from "../colors";
import { el, icon } from "../dom";
import { brief, percent } from "../format";
import type { ChartData, Kind, Mark, Series } from "./data";
import { changeElement, kindOf, markElement, rowValue, unseen } from "./marks";

/** Most words of a cloud (look: readable). */
export const WORDS_LIMIT = 60;

/** Draws `bar`, `diverging` or `cloud` into a new element. */
export function drawHtml(kind: Kind, data: ChartData): HTMLElement {
  return kind === "cloud" ? cloud(data) : ranking(data, kind === "diverging");
}

function leading(mark: Mark, series: Series): HTMLElement {
  const holder = el("span", { class: "rank-mark" });
  const role = mark.color ?? series.color;
  if (mark.icon || mark.initials) {
    const inner = el(
      "span",
      { class: mark.icon ? "source-mark" : "avatar small" },
      mark.icon ? icon(mark.icon) : (mark.initials ?? ""),
    );
    inner.style.setProperty("--role", roleColor(role));
    holder.append(inner);
  }
  return holder;
}

/** Bar length in percent of the track: share of the whole where one is given (ANA-083). */
export function barLength(data: ChartData, value: number): number {
  const values = data.series[0]?.marks.map((mark) => Math.abs(mark.value ?? 0)) ?? [];
  const whole = data.whole ?? data.max ?? Math.max(...values, 1);
  return whole > 0 ? Math.min(100, (Math.abs(value) / whole) * 100) : 0;
}

function ranking(data: ChartData, diverging: boolean): HTMLElement {
  const list = el("div", { class: "ranking" });
  const series = data.series[0];
  for (const mark of series?.marks ?? []) {
    if (!series) break;
    const row = markElement({ series, mark }, "rank");
    const bar = el("span", { class: "rank-bar" });
    const track = el("span", { class: "rank-track" }, bar);
    const value = mark.value ?? 0;
    if (diverging) {
      track.classList.add("diverging");
      const half = (Math.abs(value) / (data.max ?? 10)) * 50;
      bar.style.width = `${Math.min(50, half)}%`;
      bar.style[value < 0 ? "right" : "left"] = "50%";
      const tone = value > 0 ? "positive" : value < 0 ? "negative" : "neutral";
      bar.style.setProperty("--swatch", roleColor(`sentiment:${tone}`));
      bar.dataset["pattern"] = tone;
    } else {
      bar.style.width = `${barLength(data, value)}%`;
      bar.style.setProperty("--swatch", roleColor(mark.color ?? series.color));
    }
    row.append(
      leading(mark, series),
      el(
        "span",
        { class: "rank-name" },
        el("bdi", {}, mark.name),
        mark.detail ? el("small", { dir: "ltr" }, mark.detail) : null,
      ),
      el("span", { class: "rank-value" }, rowValue(data, series, mark)),
      mark.change ? changeElement(mark.change, kindOf(data, series)) : "",
      unseen(data, { series, mark }),
      track,
    );
    list.append(row);
  }
  return list;
}

/** Type size in rem of a word by the root of its value, and its weight 1 to 4. */
export function wordSize(value: number, least: number, most: number): [number, number] {
  const root = Math.sqrt(Math.max(value, 0));
  const low = Math.sqrt(Math.max(least, 0));
  const high = Math.sqrt(Math.max(most, 0));
  const part = high > low ? (root - low) / (high - low) : 0.5;
  return [0.8125 + part * 1.0625, part > 0.66 ? 4 : part > 0.33 ? 3 : part > 0.12 ? 2 : 1];
}

function cloud(data: ChartData): HTMLElement {
  const holder = el("div", { class: "cloud" });
  const series = data.series[0];
  if (!series) return holder;
  const ranked = [...series.marks]
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.name.localeCompare(b.name))
    .slice(0, WORDS_LIMIT);
  const values = ranked.map((mark) => mark.value ?? 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  for (const mark of ranked) {
    const element = markElement({ series, mark }, "word");
    const [size, weight] = wordSize(mark.value ?? 0, least, most);
    element.style.setProperty("--size", `${size.toFixed(3)}rem`);
    element.dataset["weight"] = String(weight);
    const role = mark.color ?? (series.color === "neutral" ? undefined : series.color);
    if (role) element.style.setProperty("--swatch", roleColor(role));
    element.dir = "auto";
    element.append(mark.name, unseen(data, { series, mark }));
    holder.append(element);
  }
  return holder;
}

/** Legend of time charts: drawn only where there is more than one line. */
export function legend(data: ChartData, note: string): HTMLElement | null {
  if (data.series.length < 2 && !note) return null;
  const list = el("div", { class: "legend" });
  if (data.series.length > 1) {
    for (const series of data.series) {
      const mark = el("span", { class: "swatch" });
      mark.style.setProperty("--swatch", roleColor(series.color));
      if (series.role) mark.dataset["line"] = series.role === "average" ? "dashed" : "solid";
      list.append(el("span", { class: "legend-item" }, mark, series.name));
    }
  }
  if (note) list.append(el("span", { class: "zone-note" }, note));
  return list;
}

/** Legend of the donut: rows that are its links, with exact counts and shares. */
export function donutLegend(data: ChartData): HTMLElement {
  const list = el("div", { class: "donut-legend" });
  const series = data.series[0];
  for (const mark of series?.marks ?? []) {
    if (!series) break;
    const row = markElement({ series, mark }, "rank");
    const swatch = el("span", { class: "swatch" });
    swatch.style.setProperty("--swatch", roleColor(mark.color ?? series.color));
    swatch.dataset["pattern"] = mark.key;
    const lead = mark.icon
      ? el("span", { class: "tone", "data-tone": mark.key }, icon(mark.icon))
      : swatch;
    const shares = [
      mark.share === undefined ? "" : percent(mark.share),
    ].filter(Boolean);
    row.append(
      el("span", { class: "rank-mark" }, lead),
      el("span", { class: "rank-name" }, mark.name),
      el("span", { class: "rank-value" }, mark.value === null ? "–" : brief(kindOf(data, series), mark.value)),
      el("span", { class: "rank-share" }, ...shares),
      unseen(data, { series, mark }),
    );
    list.append(row);
  }
  return list;
}
