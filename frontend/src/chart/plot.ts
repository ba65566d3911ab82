/**
 * A canvas chart: ECharts draws, silent; links laid over it are what one points at and tabs to.
 * So a mark is a true link (middle click, context menu, screen readers) whatever draws it.
 */
import { el, icon } from "../dom";
import { word } from "../words";
import { donutOption } from "./donut";
import type { ChartData, Kind, Mark, Series } from "./data";
import type { ECharts } from "./echarts";
import { bubbleRadius, cluster, mapOption, meant, openingBox, type Cluster } from "./map";
import { describe, markElement } from "./marks";
import { readPaint, type Paint } from "./paint";
import { bands, buckets, timeOption } from "./time";
import { short, tiny } from "../format";

declare const __WORLD__: string;

type Library = typeof import("./echarts");
let library: Promise<Library> | undefined;
let world: Promise<void> | undefined;

/** Loads the library once, and the shapes once where a map needs them. */
async function load(kind: Kind): Promise<Library> {
  library ??= import("./echarts");
  const loaded = await library;
  if (kind === "map") {
    world ??= fetch(new URL(__WORLD__, import.meta.url))
      .then((answer) => answer.json())
      .then((shapes) => loaded.registerMap("world", shapes));
    await world;
  }
  return loaded;
}

/** One drawn chart. `marks` holds the overlay that the element adds its listeners to. */
export class Plot {
  readonly element = el("div", { class: "chart-plot" });
  readonly marks = el("div", { class: "chart-marks" });
  /** What the bubbles of the map mean, by the keys that they carry. */
  readonly together = new Map<string, Mark>();
  private readonly canvas = el("div", { class: "chart-canvas", "aria-hidden": "true" });
  private chart: ECharts | undefined;
  private gone = false;

  constructor(
    private readonly kind: Kind,
    private data: ChartData,
    private readonly compact: boolean,
    /** Called when the pointer is over a slice of the ring, `null` when it leaves. */
    private readonly onSlice: (mark: Mark | null, event: MouseEvent | null, click: boolean) => void,
  ) {
    this.element.append(this.canvas, this.marks);
    if (kind === "map") this.element.append(this.zoomButtons());
  }

  /** Loads and draws. Safe to call again: it draws anew. */
  async draw(): Promise<void> {
    const { init } = await load(this.kind);
    if (this.gone || !this.element.isConnected || this.element.clientWidth === 0) return;
    const paint = readPaint();
    if (!this.chart) {
      this.chart = init(this.canvas, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
      if (this.kind === "map") this.chart.on("georoam", () => this.placeBubbles(readPaint()));
      if (this.kind === "donut") this.listenToSlices(this.chart);
    }
    const chart = this.chart;
    if (this.kind === "map") {
      chart.setOption(mapOption(openingBox(this.data), paint), { notMerge: true });
      this.placeBubbles(paint);
    } else if (this.kind === "donut") {
      chart.setOption(donutOption(this.data, paint), { notMerge: true });
    } else {
      chart.setOption(timeOption(this.kind, this.data, paint, this.compact), { notMerge: true });
      this.placeBands(chart);
    }
  }

  /** Draws other numbers in the same place. */
  renew(data: ChartData): void {
    this.data = data;
    if (this.chart) void this.draw();
  }

  /** Follows the size of its place. */
  resize(): void {
    if (!this.chart || this.element.clientWidth === 0) return;
    this.chart.resize();
    if (this.kind === "map") void this.draw();
    else if (this.kind !== "donut") this.placeBands(this.chart);
  }

  /** Lets go of the canvas. */
  dispose(): void {
    this.gone = true;
    this.chart?.dispose();
    this.chart = undefined;
  }

  private first(): Series | undefined {
    return this.data.series.find((series) => series.role !== "average");
  }

  private placeBands(chart: ECharts): void {
    const keys = buckets(this.data);
    const width = this.element.clientWidth;
    const centres = keys.map((_, at) => Number(chart.convertToPixel({ xAxisIndex: 0 }, at)));
    const series = this.first();
    if (!series) return;
    const found = bands(centres, 0, width);
    const focused = this.marks.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["mark"]
      : undefined;
    this.marks.replaceChildren(
      ...keys.flatMap((mark, at) => {
        const band = found[at];
        if (!band || mark.value === null) return [];
        const element = markElement({ series, mark }, "chart-mark band");
        this.label(element, series, mark);
        element.style.left = `${band.left}px`;
        element.style.width = `${band.width}px`;
        element.style.top = "0";
        element.style.height = this.compact ? "100%" : "calc(100% - 22px)";
        return [element];
      }),
    );
    this.rove(focused);
  }

  private label(element: HTMLElement, series: Series, mark: Mark): void {
    element.setAttribute("aria-label", describe(this.data, { series, mark }));
    if (!mark.href) element.setAttribute("role", "img");
  }

  /** One mark is reached by Tab, the others by arrows. */
  private rove(focused?: string): void {
    const all = [...this.marks.querySelectorAll<HTMLElement>(".chart-mark")];
    const chosen =
      all.find((each) => each.dataset["mark"] === focused) ??
      all.find((each) => each.hasAttribute("aria-current")) ??
      all[0];
    for (const each of all) each.tabIndex = each === chosen ? 0 : -1;
    if (focused !== undefined) chosen?.focus();
  }

  private placeBubbles(paint: Paint): void {
    const chart = this.chart;
    const series = this.data.series[0];
    if (!chart || !series) return;
    const most = Math.max(...series.marks.map((mark) => mark.value ?? 0), 1);
    const place = (mark: Mark) =>
      chart.convertToPixel({ geoIndex: 0 }, [mark.lon ?? 0, mark.lat ?? 0]) as [number, number];
    const found = cluster(series.marks, place, most);
    chart.setOption({ series: [bubbleSeries(found, series, most, paint)] });
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    const focused = this.marks.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["mark"]
      : undefined;
    this.together.clear();
    this.marks.replaceChildren(
      ...found
        .filter((each) => each.x > 0 && each.y > 0 && each.x < width && each.y < height)
        .map((each) => this.bubble(each, series, most)),
    );
    this.rove(focused);
  }

  private bubble(found: Cluster, series: Series, most: number): HTMLElement {
    const mark = meant(found);
    const size = 2 * Math.max(12, bubbleRadius(found.value, most));
    let element: HTMLElement;
    if (mark) {
      this.together.set(mark.key, mark);
      element = markElement({ series, mark }, "chart-mark round");
      this.label(element, series, mark);
    } else {
      element = el("button", { type: "button", class: "chart-mark round cluster icon-button" });
      element.dataset["mark"] = found.marks.map((each) => each.key).join("+");
      element.setAttribute(
        "aria-label",
        `${found.marks.map((each) => each.name).join(", ")}: ${short(found.value)}. ${word("zoom_in")}`,
      );
      element.addEventListener("click", () => this.zoom(2, found.x, found.y));
    }
    element.style.left = `${found.x - size / 2}px`;
    element.style.top = `${found.y - size / 2}px`;
    element.style.width = element.style.height = `${size}px`;
    return element;
  }

  private zoom(by: number, x = this.element.clientWidth / 2, y = this.element.clientHeight / 2): void {
    this.chart?.dispatchAction({ type: "geoRoam", componentType: "geo", geoIndex: 0, zoom: by, originX: x, originY: y });
    this.placeBubbles(readPaint());
  }

  private zoomButtons(): HTMLElement {
    const button = (name: string, label: string, act: () => void) => {
      const element = el(
        "button",
        { type: "button", class: "icon-button", "aria-label": word(label), title: word(label) },
        icon(name, "icon small"),
      );
      element.addEventListener("click", act);
      return element;
    };
    return el(
      "div",
      { class: "chart-zoom" },
      button("plus", "zoom_in", () => this.zoom(1.7)),
      button("minus", "zoom_out", () => this.zoom(1 / 1.7)),
      button("home", "zoom_home", () => void this.draw()),
    );
  }

  private listenToSlices(chart: ECharts): void {
    const markOf = (name: string) =>
      this.data.series[0]?.marks.find((mark) => mark.key === name) ?? null;
    const on = (type: "mousemove" | "click", click: boolean) =>
      chart.on(type, (params) => {
        const event = params.event?.event as unknown as MouseEvent | undefined;
        this.onSlice(markOf(params.name), event ?? null, click);
      });
    on("mousemove", false);
    on("click", true);
    chart.on("globalout", () => this.onSlice(null, null, false));
    chart.on("mouseout", () => this.onSlice(null, null, false));
  }
}

function bubbleSeries(found: Cluster[], series: Series, most: number, paint: Paint): object {
  return {
    type: "scatter",
    coordinateSystem: "geo",
    z: 5,
    silent: true,
    data: found.map((each) => {
      const radius = bubbleRadius(each.value, most);
      const only = each.marks.length === 1 ? each.marks[0] : undefined;
      const color = paint.role(only?.color ?? series.color);
      return {
        // The first mark is the largest: the cluster stands where it stands.
        value: [each.marks[0]?.lon ?? 0, each.marks[0]?.lat ?? 0, each.value],
        symbolSize: radius * 2,
        itemStyle: {
          opacity: 1,
          color: paint.fade(color, 0.9),
          borderColor: paint.surface,
          borderWidth: 1.5,
        },
        label: {
          show: radius >= 12.5,
          formatter: tiny(each.value),
          color: paint.surface,
          fontWeight: 600,
          fontSize: radius >= 20 ? 12 : 10,
          fontFamily: paint.font,
        },
      };
    }),
  };
}
