// Posts made for the journeys: few, known, about an invented brand, from fictional people.
import { writeFile } from 'node:fs/promises';

/** A made post in the documented form of NDJSON imports. */
export interface Made {
  id: string;
  source: string;
  published_at: string;
  text: string;
  language?: string;
  url?: string;
  author?: { id: string; handle: string; name: string; location?: string; followers?: number };
  place?: { latitude: number; longitude: number; name?: string; country?: string };
}

const PEOPLE = [
  { id: 'p1', handle: 'ada.example', name: 'Ada Example', location: 'Berlin', followers: 120 },
  { id: 'p2', handle: 'ben.example', name: 'Ben Example', location: 'Lyon, France', followers: 40 },
  { id: 'p3', handle: 'cai.example', name: 'Cai Example', followers: 9_000 },
];

const TEXTS: [string, string][] = [
  ['en', 'I love my new Zephyrine kettle, it is wonderful'],
  ['en', 'The Zephyrine kettle broke after a week, terrible service'],
  ['en', 'Zephyrine opens a shop in town on Monday'],
  ['de', 'Der Wasserkocher von Zephyrine steht jetzt in der Küche und läuft gut'],
  ['ar', 'اشتريت غلاية Zephyrine اليوم من السوق'],
  ['en', 'Great tea from a zephyrine kettle. Happy!'],
];
const SOURCES = ['bluesky', 'reddit', 'forum'];

/** `n` posts that match `zephyrine`, over the days before now, newest last. */
export function make(n: number, now = Date.now()): Made[] {
  const step = (20 * 24 * 3600 * 1000) / n;
  return Array.from({ length: n }, (_, i) => {
    const [language, text] = TEXTS[i % TEXTS.length]!;
    const author = PEOPLE[i % PEOPLE.length]!;
    const at = new Date(now - (n - i) * step);
    const post: Made = {
      id: `made-${i}`,
      source: SOURCES[i % SOURCES.length]!,
      published_at: at.toISOString(),
      text: `${text} (${i})`,
      language,
      author,
      url: `https://posts.example/made-${i}`,
    };
    if (i % 4 === 0) post.place = { latitude: 52.52, longitude: 13.405, country: 'DE' };
    return post;
  });
}

/** Two posts that no topic of the journeys matches. */
export function others(): Made[] {
  const published_at = new Date().toISOString();
  return ['nothing to see here', 'another word entirely'].map((text, i) => {
    return { id: `other-${i}`, source: 'forum', published_at, text, language: 'en' };
  });
}

/** Writes posts as NDJSON. */
export async function write(path: string, posts: Made[]): Promise<void> {
  await writeFile(path, posts.map((post) => `${JSON.stringify(post)}\n`).join(''));
}
