import { beforeEach, describe, expect, test } from "vitest";
import { axisLabel, axisNumber, changeText, day, exact, index, moment, percent, short, tiny } from "../src/format";
import { relative } from "../src/elements/time";

const language = (code: string) => {
  document.documentElement.lang = code;
};
beforeEach(() => {
  language("en");
  for (const chosen of ["dates", "clock", "numbers"]) delete document.documentElement.dataset[chosen];
});

describe("what a person chose", () => {
  const at = Date.parse("2026-03-07T12:05:00Z");
  const choose = (chosen: Record<string, string>) => Object.assign(document.documentElement.dataset, chosen);

  test.each([
    ["point", "1.234.567,5", "12,3%"],
    ["space", "1\u202f234\u202f567,5", "12,3%"],
    ["apostrophe", "1’234’567.5", "12.3%"],
    ["plain", "1234567.5", "12.3%"],
  ])("numbers with %s", (numbers, long, share) => {
    choose({ numbers });
    expect([exact(1_234_567.5), percent(12.34)]).toEqual([long, share]);
  });

  test.each([
    ["d MMM yyyy", "7 Mar 2026", "7 Mar"],
    ["dd.MM.yyyy", "07.03.2026", "07.03"],
    ["MM/dd/yyyy", "03/07/2026", "03/07"],
    ["MMM d, yyyy", "Mar 7, 2026", "Mar 7"],
    ["yyyy-MM-dd", "2026-03-07", "03-07"],
    ["EEEE, d MMMM yy", "Saturday, 7 March 26", "Saturday, 7 March"],
    ["yyyy年M月d日", "2026年3月7日", "3月7日"],
  ])("days as %s", (dates, long, short) => {
    choose({ dates });
    expect([day(at, "UTC"), day(at, "UTC", false)]).toEqual([long, short]);
  });

  test("twelve hours", () => {
    choose({ clock: "12" });
    expect(moment(at, "UTC").replace("\u202f", " ")).toBe("7 Mar 2026, 12:05 pm");
    expect(axisLabel("2026-03-07T00:00:00Z", { bucket: "hour", zone: "UTC" } as never)).toMatch(/^12:00\sam$/);
  });
});

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
