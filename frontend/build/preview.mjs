// Serves preview/*.html with what is in dist/, under the policy that the pages must live with.
// Parts are put in by `<!-- @include name key="value" -->`; `{{key}}` in a part is replaced.
import { createServer } from "node:http";
import { readdir, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const root = new URL("..", import.meta.url);
const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css",
  js: "text/javascript",
  json: "application/json",
  svg: "image/svg+xml",
};
export const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

async function assets() {
  const manifest = JSON.parse(await readFile(new URL("dist/manifest.json", root), "utf8"));
  return (name) => manifest[name] ?? name;
}

async function expand(text) {
  let out = "";
  let from = 0;
  for (const found of text.matchAll(/<!-- @include (\S+)((?:\s+[\w-]+="[^"]*")*) -->/g)) {
    out += text.slice(from, found.index);
    from = found.index + found[0].length;
    const values = Object.fromEntries(
      [...found[2].matchAll(/([\w-]+)="([^"]*)"/g)].map((pair) => [pair[1], pair[2]]),
    );
    const part = await readFile(new URL(`preview/parts/${found[1]}.html`, root), "utf8");
    out += await expand(part.replace(/\{\{([\w-]+)\}\}/g, (_, key) => values[key] ?? ""));
  }
  return out + text.slice(from);
}

/** The HTML of a preview; `theme`, `rail`, `pane`, `patterns`, `lang` may be set in the address. */
async function page(name, query) {
  let html = await expand(await readFile(new URL(`preview/${name}`, root), "utf8"));
  for (const key of ["theme", "rail", "pane", "patterns", "zone"]) {
    if (!query.has(key)) continue;
    html = html.replace(new RegExp(` data-${key}="[^"]*"`), "");
    html = html.replace("<html ", `<html data-${key}="${query.get(key)}" `);
  }
  return html;
}

async function index() {
  const names = (await readdir(new URL("preview/", root))).filter((n) => n.endsWith(".html"));
  const links = names.map((n) => `<li><a href="/${n}">${n}</a></li>`).join("");
  return `<!doctype html><html lang="en"><title>Previews</title><ul>${links}</ul></html>`;
}

function events(response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 5000\n\n");
  const timer = setTimeout(() => response.write('event: posts\ndata: {"count": 12}\n\n'), 1500);
  response.on("close", () => clearTimeout(timer));
}

/** Starts the server; answers it with its port. */
export async function serve(port) {
  const named = await assets();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.slice(1);
    try {
      if (path === "events") return events(response);
      const asset = path.startsWith("assets/") ? named(path.slice(7)) : null;
      const body = asset
        ? await readFile(new URL(`dist/${asset}`, root))
        : path === ""
          ? await index()
          : await page(path.endsWith(".html") ? path : `${path}.html`, url.searchParams);
      const kind = asset ? (asset.split(".").at(-1) ?? "") : "html";
      response.writeHead(200, {
        "content-type": TYPES[kind] ?? "application/octet-stream",
        "content-security-policy": POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return server;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await serve(Number(process.env.PORT ?? 4173));
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
