import { beforeEach, describe, expect, test } from "vitest";
import { axisLabel, axisNumber, changeText, exact, index, percent, short, tiny } from "../src/format";
import { relative } from "../src/elements/time";

const language = (code: string) => {
  document.documentElement.lang = code;
};
beforeEach(() => language("en"));

describe("numbers", () => {
  test.each([
    [0, "0"],
    [7.25, "7.3"],
    [1234, "1,234"],
    [9999, "9,999"],
    [10_000, "10.0k"],
    [12_345, "12.3k"],
    [79_612, "79.6k"],
    [148_204, "148k"],
    [999_499, "999k"],
    [999_500, "1.00M"],
    [4_560_000, "4.56M"],
    [10_000_000, "10.0M"],
    [1_234_000_000, "1.23B"],
    [-12_345, "-12.3k"],
  ])("short(%d) is %s", (value, text) => expect(short(value)).toBe(text));

  test.each([
    [500, "500"],
    [15_000, "15k"],
    [2_500_000, "2.5M"],
  ])("axisNumber(%d) is %s", (value, text) => expect(axisNumber(value)).toBe(text));

  test.each([
    [902, "902"],
    [2204, "2.2k"],
    [41_233, "41k"],
  ])("tiny(%d) is %s", (value, text) => expect(tiny(value)).toBe(text));

  test("German writes its own marks", () => {
    language("de");
    expect(exact(79_612)).toBe("79.612");
    expect(short(79_612)).toBe("79,6k");
    expect(percent(12.34)).toBe("12,3\u00a0%");
  });

  test("an index has its sign, zero has none", () => {
    expect([3.4, -5.6, 0].map(index)).toEqual(["+3.4", "−5.6", "0.0"]);
  });

  test("a change has no sign: the arrow says it", () => {
    expect(changeText("count", -8.14)).toBe("8.1%");
    expect(changeText("count", 41.3)).toBe("41%");
    expect(changeText("index", -0.6)).toBe("0.6");
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  test.each([
    ["2026-11-22T11:59:40Z", "now"],
    ["2026-11-22T11:57:00Z", "3 min ago"],
    ["2026-11-22T07:00:00Z", "5 hr ago"],
    ["2026-11-21T11:00:00Z", "yesterday"],
    ["2026-11-14T08:00:00Z", "14 Nov"],
    ["2024-11-14T08:00:00Z", "14 Nov 2024"],
  ])("%s reads %s", (then, text) => expect(relative(Date.parse(then), now, "UTC")).toBe(text));

  test("buckets are written in their zone", () => {
    const at = "2026-11-21T23:00:00Z";
    expect(axisLabel(at, { bucket: "day", zone: "Europe/Berlin" })).toBe("22 Nov");
    expect(axisLabel(at, { bucket: "day", zone: "UTC" })).toBe("21 Nov");
    expect(axisLabel(at, { bucket: "hour", zone: "UTC" })).toBe("23:00");
    expect(axisLabel(at, { bucket: "day", zone: "Nowhere/Land" })).toBe("21 Nov");
  });
});
