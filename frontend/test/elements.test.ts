import { beforeEach, describe, expect, test, vi } from "vitest";
import { define } from "../src/dom";
import { ask, startDialogs } from "../src/elements/dialogs";
import { startMenus } from "../src/elements/menus";
import { HkFilterList, HkPane, HkRail, HkTheme } from "../src/elements/shell";
import { HkToasts, toast } from "../src/elements/toasts";
import { forgetWords, word } from "../src/words";
import { page } from "./page";

define("hk-rail", HkRail);
define("hk-pane", HkPane);
define("hk-theme", HkTheme);
define("hk-filter-list", HkFilterList);
define("hk-toasts", HkToasts);
startMenus();
startDialogs();

beforeEach(() => {
  document.body.innerHTML = "";
  forgetWords();
  document.documentElement.lang = "en";
});

const words = (text: string) => {
  document.body.insertAdjacentHTML("afterbegin", `<script type="application/json" id="hk-words">${text}</script>`);
  forgetWords();
};

describe("words", () => {
  test("plural and arguments", () => {
    words('{"n": {"one": "{count} post", "other": "{count} posts"}, "x": "Remove {name}"}');
    expect([word("n", { count: 1 }), word("n", { count: 1200 }), word("x", { name: "a{b}" })]).toEqual([
      "1 post",
      "1,200 posts",
      "Remove a{b}",
    ]);
  });
  test("a missing word is empty and reported", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    words("not json");
    expect(word("missing-for-sure")).toBe("");
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});

describe("shell", () => {
  test("the rail keeps its width in a cookie", () => {
    document.documentElement.dataset["rail"] = "narrow";
    page("<hk-rail><button></button></hk-rail>");
    const button = document.querySelector("button")!;
    expect(button.getAttribute("aria-expanded")).toBe("false");
    button.click();
    expect(document.documentElement.dataset["rail"]).toBe("open");
    expect(button.getAttribute("aria-expanded")).toBe("true");
    expect(document.cookie).toContain("hk_rail=open");
  });
  test("the theme is one of the buttons", () => {
    page('<hk-theme><button name="theme" value="dark"></button><button name="theme" value="light"></button></hk-theme>');
    document.querySelector<HTMLButtonElement>('[value="dark"]')!.click();
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    expect(document.querySelector('[value="dark"]')!.getAttribute("aria-pressed")).toBe("true");
  });
  test("typing filters the list of its panel", () => {
    page('<div class="pop-panel"><hk-filter-list><input></hk-filter-list><ul><li>Contoso</li><li>Fabrikam</li></ul></div>');
    const input = document.querySelector("input")!;
    input.value = "FAB";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    expect([...document.querySelectorAll("li")].map((each) => each.hidden)).toEqual([true, false]);
  });
});

describe("menus", () => {
  const open = (id: string) => document.getElementById(id) as HTMLDetailsElement;
  beforeEach(() => {
    page(`
      <details id="a" data-menu open><summary>a</summary><div class="menu-list"><a href="#1">1</a><a href="#2">2</a></div></details>
      <details id="b" data-menu open><summary>b</summary><div class="menu-list"></div></details><p>out</p>`);
  });
  test("Escape closes and goes back to the button", () => {
    document.querySelector<HTMLElement>("#a a")!.focus();
    document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(open("a").open).toBe(false);
    expect(document.activeElement).toBe(document.querySelector("#a summary"));
  });
  test("arrows go round", () => {
    const [one, two] = document.querySelectorAll<HTMLElement>("#a a");
    one!.focus();
    for (const expected of [two, one]) {
      document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
      expect(document.activeElement).toBe(expected);
    }
  });
  test("a press outside closes all", () => {
    document.querySelector("p")!.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect([open("a").open, open("b").open]).toEqual([false, false]);
  });
});

describe("toasts", () => {
  test("leave by themselves; errors stay", () => {
    vi.useFakeTimers();
    page(
      '<hk-toasts><div class="toast">fine</div><div class="toast" data-kind="error">bad</div></hk-toasts>',
    );
    vi.advanceTimersByTime(10_000);
    expect([...document.querySelectorAll(".toast")].map((each) => each.textContent)).toEqual(["bad"]);
    document.querySelector<HTMLElement>(".toast-close")!.click();
    expect(document.querySelectorAll(".toast")).toHaveLength(0);
    vi.useRealTimers();
  });
  test("text of a toast is text", () => {
    page("<hk-toasts></hk-toasts>");
    toast("<b>x</b>");
    expect(document.querySelector("b")).toBeNull();
  });
});

describe("questions", () => {
  test("a name must be typed before the button works", async () => {
    words('{"confirm_name": "Type {name}"}');
    const answer = ask({ title: "t", text: "x", action: "Delete", cancel: "Cancel", danger: true, name: "contoso" });
    const go = document.querySelector<HTMLButtonElement>('dialog [value="go"]')!;
    expect(go.disabled).toBe(true);
    const field = document.querySelector<HTMLInputElement>("dialog input")!;
    field.value = "contoso";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    expect(go.disabled).toBe(false);
    document.querySelector("dialog")!.close("go");
    expect(await answer).toBe(true);
  });
  test("a form with a question is not sent before the answer", () => {
    page('<form data-confirm="Sure"><button>x</button></form>');
    let sent = 0;
    document.querySelector("form")!.addEventListener("submit", () => (sent += 1));
    const event = new Event("submit", { bubbles: true, cancelable: true });
    document.querySelector("form")!.dispatchEvent(event);
    expect([event.defaultPrevented, sent, document.querySelectorAll("dialog").length]).toEqual([true, 0, 1]);
  });
});
