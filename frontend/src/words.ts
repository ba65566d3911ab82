/**
 * The words that elements show. The server writes them, in the person's language, into
 * `<script type="application/json" id="hk-words">`; nothing here holds a sentence.
 */
import { exact } from "./format";
import { pageLanguage } from "./language";

type Word = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Arguments = Record<string, string | number>;

let table: Record<string, Word> | undefined;
const reported = new Set<string>();

function load(): Record<string, Word> {
  if (table) return table;
  const script = document.getElementById("hk-words");
  try {
    table = script?.textContent ? (JSON.parse(script.textContent) as Record<string, Word>) : {};
  } catch {
    table = {};
  }
  return table;
}

/** Forgets what was read: for tests and for a page that was swapped in whole. */
export function forgetWords(): void {
  table = undefined;
}

/** The word of a key with `{name}` filled in; empty where the server gave none. */
export function word(key: string, values: Arguments = {}): string {
  const entry = load()[key];
  if (entry === undefined) {
    if (!reported.has(key)) {
      reported.add(key);
      console.warn(`hk-words has no "${key}"`);
    }
    return "";
  }
  let text: string;
  if (typeof entry === "string") {
    text = entry;
  } else {
    const rule = new Intl.PluralRules(pageLanguage()).select(Number(values["count"] ?? 0));
    text = entry[rule] ?? entry.other ?? "";
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? exact(value) : value;
  });
}
