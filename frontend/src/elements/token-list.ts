/** The entries of a token field: splitting, merging, kinds. Pure; the element is `tokens.ts`. */

export type TokenKind = "word" | "hashtag" | "mention" | "cashtag";

/** What an entry's first character makes it (SEA-088). */
export function tokenKind(text: string): TokenKind {
  if (text.length < 2) return "word";
  switch (text[0]) {
    case "#":
      return "hashtag";
    case "@":
      return "mention";
    case "$":
      return "cashtag";
    default:
      return "word";
  }
}

/** Characters as the server counts them: Unicode scalar values. */
export function scalars(text: string): number {
  return [...text].length;
}

/** Entries of typed or pasted text: commas and lines part them (SEA-081), white space folds. */
export function splitEntries(text: string): string[] {
  return text
    .split(/[,，、\r\n]+/u)
    .map((entry) => entry.replace(/\s+/gu, " ").trim())
    .filter(Boolean);
}

/** The form under which two entries are one (SEA-091, as far as a browser can). */
export function sameness(entry: string): string {
  return entry.normalize("NFKC").toLocaleLowerCase("und").replace(/[’‘ʼ]/gu, "'");
}

/** Adds entries that are not there yet; answers which were. */
export function merge(list: string[], entries: string[]): { list: string[]; duplicates: string[] } {
  const known = new Set(list.map(sameness));
  const out = [...list];
  const duplicates: string[] = [];
  for (const entry of entries) {
    const key = sameness(entry);
    if (known.has(key)) {
      duplicates.push(entry);
    } else {
      known.add(key);
      out.push(entry);
    }
  }
  return { list: out, duplicates };
}

/** What the text area holds: one entry a line, and what is still being typed last. */
export function written(list: string[], pending: string): string {
  const last = pending.trim();
  return [...list, ...(last ? [last] : [])].join("\n");
}
