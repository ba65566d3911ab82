// An independent count, written from the specification and not from the code: which posts of a
// file a keyword of one word matches, by reading every post. Slow, plain, and shares nothing with
// what it checks.
import { readFileSync } from 'node:fs';
import { decompress } from 'fzstd';

/** A post as far as counting needs it. */
export interface Plain {
  id: string;
  title: string;
  text: string;
  /** Seconds since 1970, UTC. */
  at: number;
}

/** Posts of the Reddit dump. */
export function readReddit(path: string): Plain[] {
  const text = Buffer.from(decompress(readFileSync(path))).toString('utf8');
  const lines = text.split('\n').filter((line) => line.length > 0);
  return lines.map((line) => {
    const row = JSON.parse(line) as Record<string, unknown>;
    return {
      id: String(row.id),
      title: String(row.title ?? ''),
      text: String(row.selftext ?? ''),
      at: Number(row.created_utc),
    };
  });
}

/** How many match a word, and how many on each UTC day. */
export function count(posts: Plain[], word: string): { posts: number; days: Map<string, number> } {
  const days = new Map<string, number>();
  const seen = new Set<string>();
  for (const post of posts) {
    const hit = holds(post.title, word) || holds(post.text, word);
    if (!hit || seen.has(post.id)) continue;
    seen.add(post.id);
    const day = new Date(post.at * 1000).toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return { posts: seen.size, days };
}

// A word is a maximal run of letters, marks, digits and `_`; with `#`, `@` or `$` before it, it is
// an entity and no word. Addresses are not searched.
function holds(text: string, word: string): boolean {
  const plain = text
    .replace(/(https?:\/\/|www\.)[^\s)\]>"]+/giu, ' ')
    .normalize('NFKC')
    .toLowerCase();
  const part = '[\\p{L}\\p{M}\\p{N}_]';
  const sign = `(?<=(^|[^\\p{L}\\p{M}\\p{N}_])[#@$])`;
  return new RegExp(`(?<!${part})(?<!${sign})${word}(?!${part})`, 'u').test(plain);
}
