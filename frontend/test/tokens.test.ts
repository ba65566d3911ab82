import { beforeEach, describe, expect, test } from "vitest";
import { merge, scalars, splitEntries, tokenKind, written } from "../src/elements/token-list";
import { HkTokens } from "../src/elements/tokens";
import { define } from "../src/dom";
import { forgetWords } from "../src/words";
import { page } from "./page";

define("hk-tokens", HkTokens);

describe("the list", () => {
  test.each([
    ["a, b,,  c ", ["a", "b", "c"]],
    ["city  power\n& light\r\nx", ["city power", "& light", "x"]],
    ["東京，大阪、京都", ["東京", "大阪", "京都"]],
    [" ,\n", []],
  ])("splitEntries(%j)", (text, entries) => expect(splitEntries(text)).toEqual(entries));

  test.each([
    ["#contoso", "hashtag"],
    ["@ana", "mention"],
    ["$CTSO", "cashtag"],
    ["#", "word"],
    ["a#b", "word"],
  ])("tokenKind(%s) is %s", (text, kind) => expect(tokenKind(text)).toBe(kind));

  test("duplicates merge whatever their case, width or apostrophe", () => {
    const { list, duplicates } = merge(["Contoso", "it's"], ["CONTOSO", "it’s", "ｃｏｎｔｏｓｏ", "new"]);
    expect(list).toEqual(["Contoso", "it's", "new"]);
    expect(duplicates).toHaveLength(3);
  });

  test("characters are counted as scalar values", () => {
    expect(scalars("a👍é")).toBe(3);
  });

  test("what is being typed is never left out", () => {
    expect(written(["a", "b"], " half ")).toBe("a\nb\nhalf");
    expect(written([], "")).toBe("");
  });
});

describe("the element", () => {
  beforeEach(() => {
    forgetWords();
    page(`
      <script type="application/json" id="hk-words">{"tokens_left": {"one": "{count} left", "other": "{count} left"},
        "remove": "Remove {name}", "duplicate": "{name} twice", "token_too_long": "{name} > {max}"}</script>
      <form><hk-tokens limit="2" max-length="8"><label for="k">K <span class="token-count"></span></label>
      <textarea id="k" name="keywords">alpha, #beta</textarea></hk-tokens></form>`);
  });
  const field = () => document.querySelector<HTMLInputElement>(".token-input")!;
  const area = () => document.querySelector<HTMLTextAreaElement>("textarea")!;
  const tokens = () => [...document.querySelectorAll(".token-text")].map((each) => each.textContent);
  const type = (text: string) => {
    field().value = text;
    field().dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const press = (key: string, target: Element = field()) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  test("shows what the text area holds and hides it", () => {
    expect(tokens()).toEqual(["alpha", "beta"]);
    expect(area().hidden).toBe(true);
    expect(document.querySelector(".token-count")?.textContent).toBe("0 left");
    expect(document.querySelector("label")?.htmlFor).toBe(field().id);
  });

  test("half-typed text stands in the text area at once", () => {
    type("gam");
    expect(area().value).toBe("alpha\n#beta\ngam");
    expect(tokens()).toHaveLength(2);
  });

  test("a comma ends an entry and keeps the rest in the line", () => {
    type("gamma, del");
    expect(tokens()).toEqual(["alpha", "beta", "gamma"]);
    expect(field().value).toBe("del");
    expect(area().value).toBe("alpha\n#beta\ngamma\ndel");
  });

  test("Enter adds, an empty Enter is left to the form", () => {
    type("gamma");
    press("Enter");
    expect(tokens()).toContain("gamma");
    expect(press("Enter")).toBe(true);
  });

  test("over the limit and over-long entries are marked, not lost", () => {
    type("much too long,");
    expect(tokens()).toHaveLength(3);
    expect(document.querySelector(".token-count")?.hasAttribute("data-over")).toBe(true);
    expect(document.querySelectorAll(".token[data-invalid]")).toHaveLength(1);
  });

  test("duplicates merge and are said", () => {
    type("ALPHA,");
    expect(tokens()).toEqual(["alpha", "beta"]);
    expect(document.querySelector(".token-note")?.textContent).toBe("ALPHA twice");
  });

  test("counts of a preview stand in the tokens", () => {
    document.dispatchEvent(
      new CustomEvent("hk:token-counts", { detail: { keywords: { alpha: 812, "#beta": 0 } } }),
    );
    expect([...document.querySelectorAll(".token-hits")].map((each) => each.textContent)).toEqual(["812", "0"]);
  });

  test("Backspace goes to the last token, then removes it", () => {
    field().setSelectionRange(0, 0);
    press("Backspace");
    const last = [...document.querySelectorAll(".token")].at(-1)!;
    press("Delete", last);
    expect(area().value).toBe("alpha");
  });
});
