import { beforeEach, describe, expect, test } from "vitest";
import { readChartData, visitOrder, type ChartData, type Mark } from "../src/chart/data";
import { barLength, drawHtml, wordSize, WORDS_LIMIT } from "../src/chart/html";
import { bubbleRadius, cluster, meant, openingBox, projection } from "../src/chart/map";
import { handleModified, nextIndex, specialAddress } from "../src/chart/marks";
import { bands, buckets, scale } from "../src/chart/time";

const mark = (key: string, value: number | null, more: Partial<Mark> = {}): Mark => ({
  key,
  name: key,
  value,
  ...more,
});
const chart = (marks: Mark[], more: Partial<ChartData> = {}): ChartData => ({
  summary: "s",
  value: "count",
  series: [{ key: "a", name: "A", color: "neutral", marks }],
  ...more,
});

describe("data", () => {
  test.each(["", "[]", "null", "{", '{"series": 3}', '{"series": [{}]}'])("%j is no chart", (text) =>
    expect(readChartData(text)).toBeNull(),
  );
  test("defaults", () => {
    expect(readChartData('{"series": []}')).toMatchObject({ value: "count", summary: "" });
  });
  test("the average line and gaps are not visited", () => {
    const data = chart([mark("1", 1), mark("2", null)]);
    data.series.push({ key: "p", name: "P", color: "past", role: "average", marks: [mark("1", 2)] });
    expect(visitOrder("area", data).map((each) => each.mark.key)).toEqual(["1"]);
  });
  test("maps are visited north to south", () => {
    const data = chart([
      mark("south", 1, { lat: -30, lon: 0 }),
      mark("east", 1, { lat: 50, lon: 20 }),
      mark("west", 1, { lat: 50, lon: -20 }),
    ]);
    expect(visitOrder("map", data).map((each) => each.mark.key)).toEqual(["west", "east", "south"]);
  });
});

describe("keys and clicks", () => {
  test.each([
    ["ArrowRight", 0, 1],
    ["ArrowRight", 2, 2],
    ["ArrowLeft", 0, 0],
    ["Home", 2, 0],
    ["End", 0, 2],
  ])("%s at %d of 3 leads to %d", (key, at, next) => expect(nextIndex(key, at, 3)).toBe(next));
  test("right to left turns the sideways arrows", () => {
    expect(nextIndex("ArrowLeft", 0, 3, true)).toBe(1);
    expect(nextIndex("a", 0, 3)).toBeUndefined();
  });
  test("shift adds, alt excludes", () => {
    const both = mark("a", 1, { href: "?h", add: "?add", exclude: "?ex" });
    expect(specialAddress(both, new MouseEvent("click", { shiftKey: true }))).toBe("?add");
    expect(specialAddress(both, new MouseEvent("click", { altKey: true }))).toBe("?ex");
    expect(specialAddress(both, new MouseEvent("click"))).toBeUndefined();
  });
  test("a shift-click never opens a window, even where nothing can be added", () => {
    const event = new MouseEvent("click", { shiftKey: true, cancelable: true });
    expect(handleModified(event, mark("a", 1, { href: "?h" }), document.body)).toBe(true);
    expect(event.defaultPrevented).toBe(true);
    expect(handleModified(new MouseEvent("click"), mark("a", 1), document.body)).toBe(false);
  });
});

describe("rankings and clouds", () => {
  beforeEach(() => (document.documentElement.lang = "en"));
  test("bars show the share of the whole", () => {
    const data = chart([mark("a", 50), mark("b", 25)], { whole: 100 });
    expect(barLength(data, 50)).toBe(50);
    expect(barLength(chart([mark("a", 50), mark("b", 25)]), 25)).toBe(50);
    expect(barLength(chart([]), 0)).toBe(0);
  });
  test("names are text, never markup", () => {
    const view = drawHtml("bar", chart([mark("x", 1, { name: "<img src=x onerror=alert(1)>", href: "?x" })]));
    expect(view.querySelector("img")).toBeNull();
    expect(view.textContent).toContain("<img");
  });
  test("what cannot be narrowed is no link", () => {
    const view = drawHtml("bar", chart([mark("a", 1), mark("b", 1, { href: "?b" })]));
    expect(view.querySelectorAll("a")).toHaveLength(1);
  });
  test("diverging bars grow from the middle to their side", () => {
    const view = drawHtml("diverging", chart([mark("a", 5), mark("b", -10)], { value: "index", max: 10 }));
    const bars = [...view.querySelectorAll<HTMLElement>(".rank-bar")];
    expect(bars.map((bar) => [bar.style.left, bar.style.right, bar.style.width])).toEqual([
      ["50%", "", "25%"],
      ["", "50%", "50%"],
    ]);
  });
  test("a cloud ranks, and stops at its limit", () => {
    const marks = Array.from({ length: 90 }, (_, at) => mark(`w${at}`, at + 1));
    const words = [...drawHtml("cloud", chart(marks)).children];
    expect(words).toHaveLength(WORDS_LIMIT);
    expect(words[0]?.textContent).toContain("w89");
  });
  test("sizes stay readable", () => {
    expect(wordSize(1, 1, 100)[0]).toBeCloseTo(0.8125);
    expect(wordSize(100, 1, 100)[0]).toBeCloseTo(1.875);
    expect(wordSize(5, 5, 5)[0]).toBeGreaterThan(0.8);
  });
});

describe("time", () => {
  test("bands meet half-way and fill the plot", () => {
    const found = bands([0, 50, 100], 0, 100);
    expect(found).toEqual([
      { left: 0, width: 25 },
      { left: 25, width: 50 },
      { left: 75, width: 25 },
    ]);
    expect(bands([40], 10, 90)).toEqual([{ left: 10, width: 80 }]);
  });
  test("beside an index both zeros meet", () => {
    const data = chart([mark("1", 240), mark("2", -90)]);
    expect(scale(data, true)).toEqual([-300, 300]);
    expect(scale(data, false)).toEqual([undefined, undefined]);
  });
  test("buckets are those of the longest series", () => {
    const data = chart([mark("1", 1)]);
    data.series.push({ key: "b", name: "B", color: "neutral", marks: [mark("1", 1), mark("2", 1)] });
    expect(buckets(data)).toHaveLength(2);
  });
});

describe("map", () => {
  test("the projection is undone", () => {
    for (const place of [[10, 51], [-120, -45], [0, 0]] as [number, number][]) {
      const back = projection.unproject(projection.project(place));
      expect(back[0]).toBeCloseTo(place[0]);
      expect(back[1]).toBeCloseTo(place[1]);
    }
  });
  test("opens at the given box, with a margin", () => {
    const [west, south, east, north] = openingBox(chart([], { bounds: [6, 47, 15, 55] }));
    expect([west < 6, south < 47, east > 15, north > 55]).toEqual([true, true, true, true]);
    expect(openingBox(chart([], { bounds: [170, -20, -170, 0] }))[0]).toBeLessThan(-100);
  });
  test("close marks cluster at the largest; the sum is kept; north comes first", () => {
    const marks = [
      mark("a", 10, { lat: 0, lon: 0 }),
      mark("b", 100, { lat: 0, lon: 0 }),
      mark("c", 5, { lat: 60, lon: 0 }),
    ];
    const places: Record<string, [number, number]> = { a: [101, 100], b: [100, 100], c: [100, 10] };
    const found = cluster(marks, (each) => places[each.key]!, 100);
    expect(found.map((each) => [each.value, each.marks.map((one) => one.key)])).toEqual([
      [5, ["c"]],
      [110, ["b", "a"]],
    ]);
  });
  test("a bubble means its mark or its country; one of several, or of where we are, is zoomed", () => {
    const of = (...marks: Mark[]) => meant({ x: 0, y: 0, value: 9, marks });
    const spot = (key: string, href?: string, active = false) =>
      mark(key, 3, { href, active, detail: "Germany" });
    expect(of(spot("a"))).toMatchObject({ key: "a", value: 3 });
    expect(of(spot("a", "?de"), spot("b", "?de"))).toMatchObject({
      key: "a+b",
      name: "Germany",
      href: "?de",
      value: 9,
    });
    expect(of(spot("a", "?de"), spot("b", "?fr"))).toBeNull();
    expect(of(spot("a"), spot("b"))).toBeNull();
    expect(of(spot("a", "?", true), spot("b", "?", true))).toBeNull();
  });
  test("bubbles grow by area and stay in bounds", () => {
    expect(bubbleRadius(0, 10)).toBe(5);
    expect(bubbleRadius(10, 10)).toBe(26);
    expect(bubbleRadius(1000, 10)).toBe(34);
  });
});
