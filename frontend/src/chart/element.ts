/**
 * `<hk-chart>`: turns a table and its JSON into a chart, and back into the table. It owns the view
 * switch, the tooltip, keys and clicks; what is drawn stands in `plot.ts` and `html.ts`.
 */
import { onThemeChange } from "../colors";
import { el } from "../dom";
import { full } from "../format";
import { viewerZone } from "../format";
import { changeElement, handleModified, nextIndex, type Target } from "./marks";
import { KINDS, readChartData, type ChartData, type Kind, type Mark } from "./data";
import { donutLegend, drawHtml, legend } from "./html";
import { Plot } from "./plot";
import { picture, save } from "./png";
import { hideTip, showTip } from "./tip";

const HTML_KINDS = new Set<Kind>(["bar", "diverging", "cloud"]);

/** The element. Its face is its attributes and its content; see README. */
export class HkChart extends HTMLElement {
  static observedAttributes = ["view"];

  private data: ChartData | null = null;
  private view: HTMLElement | null = null;
  private plot: Plot | null = null;
  private stop: (() => void)[] = [];

  connectedCallback(): void {
    const script = this.querySelector<HTMLScriptElement>(':scope > script[type="application/json"]');
    this.data = script ? readChartData(script.textContent ?? "") : null;
    if (!this.data) {
      this.dataset["state"] = "table";
      return;
    }
    this.applyView();
  }

  disconnectedCallback(): void {
    this.clear();
    hideTip();
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.data) this.applyView();
  }

  /** Switches between chart and table. */
  show(view: "chart" | "table"): void {
    this.setAttribute("view", view);
  }

  /** Takes the table and the data of another of its kind, without leaving the page. */
  renew(from: Element): boolean {
    const script = from.querySelector(':scope > script[type="application/json"]');
    const table = from.querySelector(":scope > .chart-table");
    const data = script ? readChartData(script.textContent ?? "") : null;
    if (!data || !script || !table || !this.data) return false;
    const old = this.view;
    this.querySelector(":scope > .chart-table")?.replaceWith(document.importNode(table, true));
    this.querySelector(":scope > script")?.replaceWith(document.importNode(script, true));
    const lines = data.series.map((series) => series.key).join();
    const sameLines = this.data.series.map((series) => series.key).join() === lines;
    this.data = data;
    if (!old) return true;
    const hidden = this.getAttribute("view") === "table";
    const plot = this.plot;
    if (plot && sameLines && this.kind !== "donut") {
      plot.renew(data);
      old.setAttribute("aria-label", data.summary);
    } else {
      this.clear();
      if (!hidden) this.build();
    }
    return true;
  }

  /** Saves a picture of the chart; a table becomes the chart again for it. */
  async exportPng(title: string, notes: string[] = []): Promise<void> {
    if (this.getAttribute("view") === "table") {
      this.show("chart");
      await this.plot?.draw();
    }
    if (!this.view) return;
    const blob = await picture(this.view, title, notes);
    if (blob) save(blob, `${this.getAttribute("name") ?? "chart"}.png`);
  }

  private get kind(): Kind {
    const kind = this.getAttribute("kind") as Kind;
    return KINDS.includes(kind) ? kind : "bar";
  }

  private applyView(): void {
    const table = this.getAttribute("view") === "table";
    this.dataset["state"] = table ? "table" : "chart";
    if (!table && !this.view) this.build();
    if (!table) this.plot?.resize();
  }

  private clear(): void {
    for (const stop of this.stop.splice(0)) stop();
    this.plot?.dispose();
    this.plot = null;
    this.view?.remove();
    this.view = null;
  }

  private build(): void {
    const data = this.data;
    if (!data) return;
    this.view = el("div", { class: "chart-view", role: "group", "aria-label": data.summary });
    this.append(this.view);
    if (HTML_KINDS.has(this.kind)) this.view.append(drawHtml(this.kind, data));
    else this.buildPlot(data, this.view);
    this.listen(this.view);
  }

  private buildPlot(data: ChartData, view: HTMLElement): void {
    const plot = new Plot(this.kind, data, this.hasAttribute("compact"), this.onSlice);
    this.plot = plot;
    if (this.kind === "donut") {
      view.append(
        el(
          "div",
          { class: "donut" },
          el("div", { class: "donut-ring" }, plot.element, center(data)),
          donutLegend(data),
        ),
      );
    } else {
      view.append(plot.element);
      const below = this.hasAttribute("compact") ? null : legend(data, zoneNote(data));
      if (below) view.append(below);
    }
    // Charts that are out of sight are drawn when they come near.
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        void plot.draw();
      },
      { rootMargin: "300px" },
    );
    near.observe(plot.element);
    let width = 0;
    const size = new ResizeObserver(() => {
      if (width !== 0 && plot.element.clientWidth !== 0) plot.resize();
      width = plot.element.clientWidth;
    });
    size.observe(plot.element);
    this.stop.push(
      () => near.disconnect(),
      () => size.disconnect(),
      onThemeChange(() => void plot.draw()),
    );
  }

  private targetOf(element: EventTarget | null): { target: Target; element: HTMLElement } | null {
    const found = element instanceof Element ? element.closest<HTMLElement>("[data-mark]") : null;
    if (!found || !this.data) return null;
    const series =
      this.data.series.find((each) => each.key === found.dataset["series"]) ?? this.data.series[0];
    const key = found.dataset["mark"] ?? "";
    const mark = this.plot?.together.get(key) ?? series?.marks.find((each) => each.key === key);
    return series && mark ? { target: { series, mark }, element: found } : null;
  }

  private listen(view: HTMLElement): void {
    view.addEventListener(
      "click",
      (event) => {
        const found = this.targetOf(event.target);
        if (found) handleModified(event, found.target.mark, this);
      },
      { capture: true },
    );
    view.addEventListener("pointermove", (event) => {
      const found = this.targetOf(event.target);
      if (found && this.data) showTip(this.data, found.target, event.clientX, event.clientY);
    });
    view.addEventListener("pointerleave", hideTip);
    view.addEventListener("pointerout", (event) => {
      if (this.targetOf(event.target) && !this.targetOf(event.relatedTarget)) hideTip();
    });
    view.addEventListener("focusin", (event) => {
      const found = this.targetOf(event.target);
      if (!found || !this.data || !found.element.matches(":focus-visible")) return;
      const box = found.element.getBoundingClientRect();
      showTip(this.data, found.target, box.left + box.width / 2, box.top + Math.min(box.height / 2, 40));
    });
    view.addEventListener("focusout", hideTip);
    view.addEventListener("keydown", (event) => this.onKey(event, view));
  }

  private onKey(event: KeyboardEvent, view: HTMLElement): void {
    const marks = [...view.querySelectorAll<HTMLElement>("[data-mark]")];
    const at = marks.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    if (event.key === "Escape") {
      hideTip();
      return;
    }
    if (event.key === "Enter") {
      const found = this.targetOf(document.activeElement);
      if (found) handleModified(event, found.target.mark, this);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event.key, at, marks.length);
    if (next === undefined) return;
    event.preventDefault();
    const target = marks[next];
    if (!target) return;
    if (this.plot && this.kind !== "donut") {
      for (const each of marks) each.tabIndex = each === target ? 0 : -1;
    }
    target.focus();
  }

  private readonly onSlice = (mark: Mark | null, event: MouseEvent | null, click: boolean): void => {
    const series = this.data?.series[0];
    if (!mark || !event || !series || !this.data) {
      hideTip();
      return;
    }
    if (!click) {
      if (this.plot) this.plot.element.style.cursor = mark.href ? "pointer" : "";
      showTip(this.data, { series, mark }, event.clientX, event.clientY);
    } else if (!handleModified(event, mark, this)) {
      this.view?.querySelector<HTMLElement>(`a[data-mark="${CSS.escape(mark.key)}"]`)?.click();
    }
  };
}

function center(data: ChartData): HTMLElement {
  const middle = el("div", { class: "donut-center" });
  if (!data.center) return middle;
  const { value, kind, label, change } = data.center;
  middle.append(el("b", {}, full(kind, value)), el("span", {}, label));
  if (change) middle.append(changeElement(change, kind));
  return middle;
}

/** The zone of the axis, where it is not the viewer's. */
function zoneNote(data: ChartData): string {
  return data.axis && data.axis.zone !== viewerZone() ? data.axis.zone.replaceAll("_", " ") : "";
}
