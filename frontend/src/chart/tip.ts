/** The tooltip: one for the page, in the top layer, filled with text only. */
import { roleColor } from "../colors";
import { el } from "../dom";
import { full, percent } from "../format";
import { word } from "../words";
import type { ChartData, Mark, Series } from "./data";
import { changeElement, kindOf, type Target } from "./marks";

let tip: HTMLElement | undefined;

function swatch(series: Series, color = series.color): HTMLElement {
  const mark = el("span", { class: "swatch" });
  mark.style.setProperty("--swatch", roleColor(color));
  if (series.role === "average") mark.dataset["line"] = "dashed";
  return mark;
}

/** What stands in the tooltip of a mark; for several series, a row for each at the same key. */
export function tipContent(data: ChartData, target: Target): HTMLElement[] {
  const { mark, series } = target;
  const rows: HTMLElement[] = [
    el(
      "div",
      { class: "tip-title" },
      mark.color ? swatch(series, mark.color) : null,
      mark.partial ? `${mark.name} · ${word("so_far")}` : mark.name,
    ),
  ];
  const others = data.axis
    ? data.series.filter((each) => each.marks.some((one) => one.key === mark.key))
    : [series];
  const main = others.filter((each) => each.role !== "average");
  for (const each of others) {
    const at = each === series ? mark : each.marks.find((one) => one.key === mark.key);
    if (!at || at.value === null) continue;
    const value = full(kindOf(data, each), at.value);
    if (main.length === 1 && each.role !== "average") {
      rows.push(...valueRows(data, each, value, at));
    } else {
      rows.push(
        el(
          "div",
          { class: "tip-row" },
          el("span", {}, swatch(each), each.name),
          el("b", {}, value),
        ),
      );
    }
  }
  for (const [name, value] of mark.facts ?? []) {
    rows.push(el("div", { class: "tip-row" }, el("span", {}, name), el("span", {}, value)));
  }
  const note = hints(target);
  if (note) rows.push(el("div", { class: "tip-note" }, note));
  return rows;
}

function valueRows(data: ChartData, series: Series, value: string, mark: Mark): HTMLElement[] {
  const rows = [el("div", { class: "tip-value" }, value)];
  if (mark.share !== undefined) {
    rows.push(el("div", { class: "tip-soft" }, word("share", { share: percent(mark.share) })));
  }
  if (mark.change && mark.change.percent !== null) {
    const change = changeElement(mark.change, kindOf(data, series));
    rows.push(el("div", { class: "tip-soft" }, change, data.change_note ?? ""));
  }
  return rows;
}

function hints({ mark }: Target): string {
  if (!mark.href || (!mark.add && !mark.exclude)) return "";
  return [
    word("hint_click"),
    mark.add ? word("hint_add") : "",
    mark.exclude ? word("hint_exclude") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Shows it beside a point of the window, kept inside. */
export function showTip(data: ChartData, target: Target, x: number, y: number): void {
  if (!tip?.isConnected) {
    tip = el("div", { class: "tip", popover: "manual", "aria-hidden": "true" });
    document.body.append(tip);
  }
  tip.replaceChildren(...tipContent(data, target));
  if (typeof tip.showPopover === "function" && !tip.matches(":popover-open")) tip.showPopover();
  const box = tip.getBoundingClientRect();
  const left = x + 14 + box.width > innerWidth - 8 ? x - 14 - box.width : x + 14;
  const top = y - box.height - 10 < 8 ? y + 18 : y - box.height - 10;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.min(Math.max(8, top), innerHeight - box.height - 8)}px`;
}

/** Hides it. */
export function hideTip(): void {
  if (tip?.isConnected && typeof tip.hidePopover === "function" && tip.matches(":popover-open")) {
    tip.hidePopover();
  }
}
